using HostWall.Core.Text;

namespace HostWall.Tests.Policy;

public sealed class FaultsTest
{
    public static TheoryData<Fault> Faults() => [.. Fault.All];

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void A_fault_is_reported_at_its_place_and_says_what_to_do(Fault fault)
    {
        var reading = Reading.OfLines(fault.Lines);

        reading.Faults().ShouldBe(fault.Found);
        reading.Diagnostics[0].Code.ShouldBe(fault.Code);
        (reading.Document is null).ShouldBe(reading.Diagnostics.Any(found => found.Severity == Severity.Error));
    }

    [Theory]
    [InlineData("", "1:1: error: a policy needs \"schema\"")]
    [InlineData(" \n\t\n", "1:1: error: a policy needs \"schema\"")]
    [InlineData("schema = 2", "1:10: error: this version reads schema = 1")]
    [InlineData("schema = \"1\"", "1:10: error: \"schema\" must be a number, not a string")]
    [InlineData("schema = 1\n[settings]\ncut = \"yes\"", "3:7: error: \"cut\" must be true or false, not a string")]
    [InlineData("schema = 1\n[settings]\ninvalid = true", "3:11: error: \"invalid\" must be a string, not true or false")]
    [InlineData("schema = 1\n[settings]\ninvalid = \"deny\"", "3:11: error: \"deny\" is no value of \"invalid\", which is \"drop\" or \"allow\"")]
    [InlineData("schema = 1\n[settings]\nbackend = \"iptables\"", "3:11: error: the backend \"iptables\" is not supported yet; \"auto\" takes nftables")]
    [InlineData("schema = 1\n[settings]\nmode = \"audti\"", "3:8: error: \"audti\" is no value of \"mode\", which is \"enforce\" or \"audit\"; did you mean \"audit\"?")]
    [InlineData("schema = 1\nsettings = 1", "2:12: error: \"settings\" must be a table, not a number")]
    [InlineData("schema = 1\nrules = 1", "2:9: error: \"rules\" must be tables, each under [[rules]], not a number")]
    [InlineData("schema = 1\ntiers.api = 1", "2:13: error: \"api\" must be a table, [tiers.api], not a number")]
    public void The_top_of_a_policy_is_checked(string text, string fault) => Reading.Of(text).Faults().ShouldBe([fault]);

    [Fact]
    public void A_later_file_has_no_settings_and_needs_no_schema()
    {
        var reading = Reading.Of("schema = 1", "[tiers.web]", "schema = 3\n[settings]\nmode = \"audit\"");

        reading.Diagnostics.Select(DiagnosticText.Headline).ShouldBe(
        [
            "policy.d/2.toml:1:10: error: this version reads schema = 1",
            "policy.d/2.toml:2:2: error: [settings] stands in the first file only",
        ]);
        reading.Diagnostics.Select(found => found.Code).ShouldBe(["unsupported-schema", "misplaced-settings"]);
    }

    [Fact]
    public void A_name_taken_in_another_file_is_reported_with_both_places()
        => Reading.Of("schema = 1\n[tiers.web]", "[tiers.web]\negress = \"allow\"").Diagnostics.Select(DiagnosticText.Headline)
            .ShouldBe(["policy.d/1.toml:1:8: error: the name \"web\" is taken already, by the tier at policy.toml:2:8"]);

    [Fact]
    public void All_faults_come_in_one_go_by_file_line_and_column()
    {
        var reading = Reading.Of(
            "schema = 1\n[[rules]]\nto = \"bd\"\nfrom = \"wbe\"\nname = \"A\"\nrate = 1\n[tiers.db]\n[tiers.web]",
            "[groups.none]\ncidrs = []\n[groups.bad]\ncidrs = [\"1\", \"2\"]");

        reading.Diagnostics.Select(found => found.Span.ToString()).ShouldBe(
        [
            "policy.toml:3:6", "policy.toml:4:8", "policy.toml:5:8", "policy.toml:6:8",
            "policy.d/1.toml:1:9", "policy.d/1.toml:4:10", "policy.d/1.toml:4:15",
        ]);
        reading.Document.ShouldBeNull();
    }

    [Fact]
    public void An_error_in_a_file_that_is_not_TOML_does_not_make_names_of_the_others_unknown()
        => Reading.Of("schema = 1\n[[rules]]\nname = \"a\"\nfrom = \"web\"\nto = \"web\"", "[tiers.web\n").Diagnostics
            .Select(found => found.Code).ShouldBe(["syntax"]);

    [Fact]
    public void A_test_about_a_group_without_addresses_cannot_be_asked()
        => Reading.OfLines("[groups.none]\ncidrs = []\n[[tests]]\nname = \"t\"\nfrom = \"none\"\nto = \"db\"\nport = \"icmp\"\nexpect = \"deny\"\n").Faults()
            .ShouldContain("10:8: error: \"none\": the group has no addresses to ask about");

    [Theory]
    [InlineData("tcp")]
    [InlineData("tcp/80-81")]
    public void A_test_asks_about_one_port(string port)
        => Reading.OfLines($"[[tests]]\nname = \"t\"\nfrom = \"web\"\nto = \"db\"\nport = \"{port}\"\nexpect = \"deny\"\n").Faults()
            .ShouldBe([$"10:8: error: \"{port}\": a test asks about one port, as \"tcp/443\", or about \"icmp\""]);
}

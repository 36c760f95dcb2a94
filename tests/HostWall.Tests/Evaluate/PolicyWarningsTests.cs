using HostWall.Core.Desired;
using HostWall.Core.Evaluate;
using HostWall.Core.Inventory;
using HostWall.Core.Text;
using HostWall.Tests.Policy;

namespace HostWall.Tests.Evaluate;

public sealed class PolicyWarningsTests
{
    private static readonly DateTimeOffset Now = new(2027, 3, 3, 12, 0, 0, TimeSpan.Zero);

    private const string Rules = """
        [[rules]]
        name  = "all"
        from  = "web"
        to    = "db"

        [[rules]]
        name  = "late"
        from  = "web"
        to    = "db"
        ports = ["tcp/5432"]

        [[rules]]
        name    = "old"
        from    = "office"
        to      = "db"
        ports   = ["tcp/5432"]
        expires = 2026-12-31T00:00:00+02:00

        [[rules]]
        name  = "billing"
        from  = { tier = "web", service = "biling" }
        to    = "db"
        ports = ["udp/1"]
        when  = { days = ["sat"] }

        """;

    [Fact]
    public void What_a_policy_says_in_vain_is_warned_of_with_its_line()
        => Lines(PolicyWarnings.Of(Reading.Document(Rules), Now)).ShouldBe(
        [
            "policy.toml:12:9: warning: rule \"late\" can never match: all that it is about is decided before it, by \"all\" (policy.toml:6)",
            "policy.toml:18:11: warning: rule \"old\" has expired, at 2026-12-30 22:00:00Z: it is as if absent",
            "policy.toml:25:9: warning: rule \"billing\" can never match: all that it is about is decided before it, by \"all\" (policy.toml:6)",
        ]);

    [Fact]
    public void Names_that_match_nothing_on_this_host_are_warned_of()
    {
        var web = new Container("id", "web-1", "image", [new Label(TierAssignment.LabelKey, "web", FromImage: false)], [], []);
        Lines(InventoryWarnings.Of(Binder.Bind(Reading.Document(Rules), Snapshot.Empty with { Containers = [web] }))).ShouldBe(
        [
            "policy.toml:3:8: warning: tier \"db\" is empty: no container of this host is in it",
            "policy.toml:25:9: warning: rule \"billing\": no container of this host is web (service biling)",
        ]);
    }

    [Fact]
    public void An_interface_that_nothing_can_come_by_is_warned_of_where_interfaces_are_known()
    {
        var policy = Reading.Document("[groups.vpn]\ninterfaces = [\"eth0\", \"wg0\"]\n[[rules]]\nname = \"r\"\nfrom = \"vpn\"\nto = \"db\"\nports = [\"tcp/1\"]\n");
        var host = Snapshot.Empty with { Host = HostLinks.Empty with { Outer = ["eth0", "lo"] } };

        Lines(InventoryWarnings.Of(Binder.Bind(policy, host))).ShouldContain(
            "policy.toml:6:9: warning: group \"vpn\": nothing can come by \"wg0\", which is no interface of this host now, or a port of another");
        Lines(InventoryWarnings.Of(Binder.Bind(policy, Snapshot.Empty))).ShouldNotContain(line => line.Contains("wg0", StringComparison.Ordinal));
    }

    [Fact]
    public void A_rule_between_those_whom_nobody_can_be_is_warned_of()
        => Lines(PolicyWarnings.Of(
            Reading.Document("[tiers.api]\nclaim = { project = \"shop\" }\n[[rules]]\nname = \"r\"\nfrom = { tier = \"api\", project = \"blog\" }\nto = \"db\"\nports = [\"tcp/1\"]\n"), Now))
            .ShouldBe(["policy.toml:9:8: warning: rule \"r\" can never match: no flow can be from api (project blog) to db"]);

    [Fact]
    public void A_test_about_somebody_whom_nobody_can_be_is_warned_of()
        => Lines(PolicyWarnings.Of(
            Reading.Document("[tiers.api]\nclaim = { project = \"shop\" }\n[[tests]]\nname = \"t\"\nfrom = \"web\"\nto = { tier = \"api\", project = \"blog\" }\nport = \"tcp/1\"\nexpect = \"deny\"\n"), Now))
            .ShouldBe(["policy.toml:9:8: warning: test \"t\" asks nothing: nobody can be api (project blog)"]);

    [Theory]
    [InlineData("from = { tier = \"api\", project = \"blog\" }, to = \"db\"", "nobody can be api (project blog)")]
    [InlineData("from = \"db\", to = { tier = \"api\", project = \"blog\" }", "nobody can be api (project blog)")]
    [InlineData("from = \"db\", except = \"containers\", to = \"api\"", "\"except\" takes all of db")]
    public void An_invariant_that_forbids_nothing_is_warned_of(string forbid, string why)
        => Lines(PolicyWarnings.Of(Reading.Document($"[tiers.api]\nclaim = {{ project = \"shop\" }}\n[[invariants]]\nname = \"i\"\nforbid = {{ {forbid} }}\n"), Now))
            .ShouldBe([$"policy.toml:9:8: warning: invariant \"i\" forbids nothing: {why}"]);

    [Fact]
    public void An_examination_says_all_of_it_in_the_order_of_the_file()
    {
        var examined = Examination.Of([new SourceFile("policy.toml", "schema = 1\n[tiers.web]\n[tiers.db]\n[[rules]]\nname = \"a\"\nfrom = \"any\"\nto = \"db\"\n[[rules]]\nname = \"b\"\nfrom = \"web\"\nto = \"db\"\n")], Now, Snapshot.Empty);
        examined.Passes.ShouldBeTrue();
        examined.Diagnostics.Select(found => found.Code).ShouldBe(["empty-tier", "empty-tier", "wide-open", "shadowed-rule"]);
    }

    [Fact]
    public void Tests_that_cannot_be_asked_of_every_class_of_containers_are_an_error()
    {
        var rules = Enumerable.Range(0, 14).Select(i => $"[[rules]]\nname = \"r{i}\"\nfrom = {{ tier = \"web\", label = {{ k{i} = \"x\" }} }}\nto = \"db\"\nports = \"tcp/{i + 1}\"\n");
        const string Test = "[[tests]]\nname = \"t\"\nfrom = \"web\"\nto = \"db\"\nport = \"tcp/5432\"\nexpect = \"deny\"\n";
        var policy = $"schema = 1\n[tiers.web]\n[tiers.db]\n{string.Concat(rules)}";

        Examination.Of([new SourceFile("policy.toml", policy)], Now, inventory: null).Passes.ShouldBeTrue();
        var examined = Examination.Of([new SourceFile("policy.toml", policy + Test)], Now, inventory: null);
        examined.Document.ShouldBeNull();
        examined.Passes.ShouldBeFalse();
        examined.Diagnostics.Select(found => found.Code).ShouldBe(["too-many-classes"]);
    }

    private static IEnumerable<string> Lines(IEnumerable<Diagnostic> found) => found.Select(DiagnosticText.Headline);
}

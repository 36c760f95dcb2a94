using HostWall.Core.Text;

namespace HostWall.Tests.Policy;

public sealed class BadInputTests
{
    private const int Megabyte = 1_000_000;

    public static TheoryData<string, string> Texts() => new()
    {
        { "zeros and control bytes", "\0\u0001\u0002abc=\u0003\u007F" },
        { "an executable", "\u007FELF\u0002\u0001\u0001\0\0\0\0" },
        { "a high surrogate alone", "schema = 1\nx = \"\uD800\"" },
        { "a low surrogate alone", "\uDC00 = 1" },
        { "a megabyte of opening brackets", new string('[', Megabyte) },
        { "a megabyte of opening braces", "a = " + new string('{', Megabyte) },
        { "lists in lists", "a = " + new string('[', Megabyte) },
        { "inline tables in inline tables", "schema = 1\n" + string.Concat(Enumerable.Repeat("a={", 100)) + new string('}', 100) },
        { "a megabyte of quotes", new string('"', Megabyte) },
        { "a megabyte of one key", new string('a', Megabyte) },
        { "a dotted key of many parts", "schema = 1\n" + string.Join('.', Enumerable.Repeat("a", 100_000)) + " = 1" },
        { "a header of many parts", "schema = 1\n[" + string.Join('.', Enumerable.Repeat("a", 100_000)) + "]" },
        { "an unterminated string", "schema = 1\n[tiers.web]\ndescription = \"no end\n[tiers.db]\n" },
        { "an unterminated string of several lines", "schema = 1\ndescription = \"\"\"no end\n[tiers.db]\n" },
        { "an unterminated list", "schema = 1\nrules = [\"a\",\n" },
        { "a key given twice", "schema = 1\nschema = 1" },
        { "a table given twice", "schema = 1\n[tiers.web]\n[tiers.web]" },
        { "a table that is a list of tables", "schema = 1\n[[rules]]\n[rules]" },
        { "a list of tables that is a table", "schema = 1\n[rules]\n[[rules]]" },
        { "a value that is a table too", "schema = 1\ntiers = 1\n[tiers.web]" },
        { "an inline table that is added to", "schema = 1\ntiers = {}\n[tiers.web]" },
        { "a number too big", "schema = 99999999999999999999999999" },
        { "a day that is none", "schema = 1\n[[rules]]\nexpires = 2027-13-45" },
        { "a policy in another language", "{ \"schema\": 1, \"rules\": [] }" },
        { "an nft script", "table inet filter {\n  chain input { type filter hook input priority 0; }\n}\n" },
    };

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public async Task Bad_input_gets_a_diagnostic_and_nothing_else(string what, string text)
    {
        var (reading, rendered) = await Task.Run(
            () =>
            {
                var reading = Reading.Of(text);
                return (reading, DiagnosticText.Render(reading.Diagnostics, [new SourceFile("policy.toml", text)]));
            },
            TestContext.Current.CancellationToken);

        reading.Document.ShouldBeNull(what);
        reading.Diagnostics.Count.ShouldBeInRange(1, 12);
        rendered.Length.ShouldBeLessThan(20_000);
        rendered.ShouldNotContain('\0');
        rendered.ShouldNotContain('\u007F');
    }

    [Fact]
    public void Syntax_errors_are_at_most_ten_and_one_a_line()
    {
        var reading = Reading.Of(string.Concat(Enumerable.Range(0, 100).Select(i => $"a{i} = = =\n")));

        reading.Diagnostics.Select(found => found.Span.Line).ShouldBe(Enumerable.Range(1, 10));
    }

    public static TheoryData<string> Keys() =>
    [
        "schema", "settings", "tiers", "groups", "rules", "tests",
        "settings.mode", "settings.backend", "settings.image-labels", "settings.invalid", "settings.cut",
        "tiers.x", "tiers.x.description", "tiers.x.select", "tiers.x.claim", "tiers.x.ingress", "tiers.x.egress", "tiers.x.select.label",
        "tiers.x.select.label.k", "tiers.x.select.image", "tiers.x.select.name", "tiers.x.select.network", "tiers.x.select.project", "tiers.x.select.service",
        "groups.x", "groups.x.description", "groups.x.cidrs", "groups.x.except", "groups.x.interfaces",
    ];

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_of_the_wrong_type_is_refused_whatever_the_type(string key)
    {
        foreach (var value in new[] { "1.5", "nan", "2027-01-01", "07:32:00", "[[1]]", "[{}]", "[1, \"a\"]", "99" })
        {
            var schema = key == "schema" ? string.Empty : "schema = 1\n";
            Reading.Of($"{schema}{key} = {value}\n").Document.ShouldBeNull($"{key} = {value}");
        }
    }

    [Theory]
    [InlineData("rules", "name")]
    [InlineData("rules", "from")]
    [InlineData("rules", "to")]
    [InlineData("rules", "ports")]
    [InlineData("rules", "action")]
    [InlineData("rules", "states")]
    [InlineData("rules", "log")]
    [InlineData("rules", "owner")]
    [InlineData("rules", "ticket")]
    [InlineData("rules", "description")]
    [InlineData("rules", "published")]
    [InlineData("rules", "rate")]
    [InlineData("rules", "connections")]
    [InlineData("rules", "same")]
    [InlineData("rules", "mode")]
    [InlineData("rules", "when")]
    [InlineData("rules", "expires")]
    [InlineData("tests", "name")]
    [InlineData("tests", "from")]
    [InlineData("tests", "to")]
    [InlineData("tests", "port")]
    [InlineData("tests", "expect")]
    [InlineData("tests", "at")]
    [InlineData("invariants", "name")]
    [InlineData("invariants", "forbid")]
    public void A_key_of_a_rule_or_test_of_the_wrong_type_is_refused_whatever_the_type(string table, string key)
    {
        foreach (var value in new[] { "1.5", "inf", "2027-01-01", "[[1]]", "[{}]", "{ a = 1 }", "[1, \"a\"]", "99", "[]" })
        {
            Reading.Of($"schema = 1\n[[{table}]]\n{key} = {value}\n").Diagnostics
                .Select(found => found.Code).Intersect(["wrong-type", "unknown-key", "empty-selector", "empty-list"]).ShouldNotBeEmpty($"{key} = {value}");
        }
    }

    [Theory]
    [InlineData("a\"b")]
    [InlineData("a\nb")]
    [InlineData("$(reboot)")]
    [InlineData("`reboot`")]
    [InlineData("drop; add rule inet x y accept")]
    [InlineData("a b")]
    [InlineData("-j")]
    [InlineData("\u202Eevil")]
    [InlineData("ünïcode")]
    [InlineData("{}")]
    [InlineData("a-name-that-is-far-too-long-for-any-kernel")]
    public void A_hostile_name_is_refused_wherever_it_stands(string name)
    {
        var quoted = "\"" + string.Concat(name.Select(c => $"\\u{(int)c:X4}")) + "\"";

        foreach (var text in new[] { $"[tiers.{quoted}]", $"[groups.{quoted}]\ncidrs = [\"10.0.0.0/8\"]", $"[[rules]]\nname = {quoted}\nfrom = \"host\"\nto = \"containers\"" })
        {
            var reading = Reading.Of($"schema = 1\n{text}");
            reading.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("bad-name");
            reading.Diagnostics[0].Message.ShouldNotContain('\n');
            reading.Diagnostics[0].Message.ShouldNotContain('\u202E');
        }
    }

    /// <summary>Words of the backends' languages are names like others: it is for the renderers to keep them apart.</summary>
    [Theory]
    [InlineData("drop")]
    [InlineData("accept")]
    [InlineData("table")]
    [InlineData("chain")]
    public void A_keyword_of_a_backend_is_a_name(string name)
        => Reading.Of($"schema = 1\n[tiers.{name}]\n[[rules]]\nname = \"{name}\"\nfrom = \"{name}\"\nto = \"host\"").Diagnostics.ShouldBeEmpty();

    [Fact(Timeout = 60_000)]
    public async Task Thousands_of_unknown_names_among_thousands_of_tiers_are_refused_in_time()
    {
        var text = "schema = 1\n"
            + string.Concat(Enumerable.Range(0, 10_000).Select(i => $"[tiers.tier-number-{i}]\n"))
            + string.Concat(Enumerable.Range(0, 10_000).Select(i => $"[[rules]]\nname = \"r{i}\"\nfrom = \"teir-numer-{i}\"\nto = \"host\"\n"));

        var reading = await Task.Run(() => Reading.Of(text), TestContext.Current.CancellationToken);

        reading.Diagnostics.Count.ShouldBe(10_000);
    }
}

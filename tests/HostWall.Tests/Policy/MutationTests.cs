using CsCheck;
using HostWall.Core.Text;
using Tomlyn.Parsing;

namespace HostWall.Tests.Policy;

public sealed class MutationTests
{
    private static readonly string Valid = File.ReadAllText(Repository.Path("policies", "three-tier.toml")) + """

        [tiers.extra]
        select = { image = ["postgres:*"], label = { "com.example.env" = "prod" } }
        claim  = { project = "shop" }

        [groups.lan]
        cidrs  = ["10.0.0.0/8", "2001:db8::/32"]
        except = ["10.1.0.0/16"]
        interfaces = ["eth0", "wg0"]

        [[rules]]
        name        = "all-of-it"
        from        = [{ tier = "web", label = { env = "prod" } }, "api"]
        to          = { project = "shop" }
        ports       = ["published", "tcp/80-90", "icmp/echo-request"]
        published   = ["tcp/8443"]
        states      = ["new"]
        rate        = { limit = "50/second", burst = 100, per = "source" }
        connections = { max = 100, per = "destination" }
        same        = ["project", "label:team"]
        mode        = "audit"
        when        = { days = ["mon", "tue"], from = "22:00", to = "06:00" }
        expires     = 2027-06-30T00:00:00+02:00

        [[tests]]
        name   = "at night"
        from   = "world"
        to     = { tier = "db", service = "db" }
        port   = "icmp/echo-request"
        expect = "deny"
        at     = 2027-01-01T03:00:00Z

        [[invariants]]
        name   = "the database is the api's"
        forbid = { from = "any", except = ["api"], to = "db", ports = ["tcp/5432"] }
        """;

    private static readonly string[] Pieces =
    [
        "\"", "'", "[", "]", "[[", "]]", "{", "}", "=", ".", ",", "\n", "\r", "#", "\\", "\"\"\"", "\0", "\uD800", "\u202E", "é", "0", "-1", "true", "nan", "\\u", "\\UFFFFFFFF", "\\x", "\\uD800", "\uFEFF",
        "[tiers.web]\n", "[[rules]]\n", "from", "any", "unlabelled", "\"\"", "{}", "[]", "schema = 1\n", "a.b.c", "name = \"public-web\"\n", "2027-01-01", "2027-02-30T00:00:00Z", "T24:00:00+99:99", "icmp/", "/second", "24:00", "per",
    ];

    /// <summary>The policy above, those that we ship, and every fault that we know of.</summary>
    private static readonly string[] Corpus =
    [
        Valid,
        .. Directory.GetFiles(Repository.Path("policies"), "*.toml").Order(StringComparer.Ordinal).Select(File.ReadAllText),
        .. Fault.All.Select(fault => $"schema = 1\n[tiers.web]\n[tiers.db]\n{fault.Lines}"),
    ];

    /// <summary>A place, how much to take out there, and what to put in; the place of another piece of the policy stands for copying it.</summary>
    private static readonly Gen<string> Mutated = Gen.Select(
        Gen.Frequency((1, Gen.Const(Valid)), (3, Gen.Int[0, Corpus.Length - 1].Select(index => Corpus[index]))),
        Gen.Select(Gen.Int[0, 100_000], Gen.Int[0, 12], Gen.Int[0, 100_000], Gen.Int[0, 2 * Pieces.Length]).Array[1, 4],
        (text, edits) => edits.Aggregate(text, (mutated, edit) => Apply(mutated, edit.Item1, edit.Item2, edit.Item3, edit.Item4)));

    [Fact]
    public void The_unmutated_policy_is_right() => Reading.Of(Valid).Diagnostics.ShouldBeEmpty();

    [Fact(Timeout = 60_000)]
    public async Task A_mutated_policy_never_throws_and_is_either_read_or_refused_with_a_reason()
        => await Task.Run(
            () => Mutated.Sample(
                text =>
                {
                    var reading = Reading.Of(text);
                    DiagnosticText.Render(reading.Diagnostics, [new SourceFile("policy.toml", text)]);
                    return (reading.Document is null) == reading.Diagnostics.Any(found => found.Severity == Severity.Error);
                },
                iter: 3_000),
            TestContext.Current.CancellationToken);

    /// <summary>The tree builder holds TOML's rules itself; the parser's own validation is the check on it.</summary>
    [Fact(Timeout = 60_000)]
    public async Task What_is_not_valid_TOML_is_never_read()
        => await Task.Run(
            () => Mutated.Sample(text => Reading.Of(text).Document is null || !SyntaxParser.Parse(text, "policy.toml", validate: true).HasErrors, iter: 2_000),
            TestContext.Current.CancellationToken);

    private static string Apply(string text, int place, int remove, int copyFrom, int piece)
    {
        var at = place % (text.Length + 1);
        var from = copyFrom % (text.Length + 1);
        var put = piece < Pieces.Length ? Pieces[piece] : text.Substring(from, Math.Min(40, text.Length - from));
        return text.Remove(at, Math.Min(remove, text.Length - at)).Insert(at, put);
    }
}

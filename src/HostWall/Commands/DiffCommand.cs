using System.CommandLine;
using System.Globalization;
using HostWall.Control;

namespace HostWall.Commands;

/// <summary>Two versions compared.</summary>
internal static class DiffCommand
{
    public static Verb Create(CommonOptions common)
    {
        var verb = new Verb("diff", "Compare two versions", "hostwall diff", "hostwall diff 3 7", "hostwall diff 3 --rules");
        var a = Inputs.Version("A", "The older version (default: the one before B)", common);
        var b = Inputs.Version("B", "The newer version (default: the one in force)", common);
        var rules = new Option<bool>("--rules") { Description = "Compare the rule sets instead of the policies" };
        verb.Add(a);
        verb.Add(b);
        verb.Add(rules);
        verb.Runs(common, async (session, parsed, cancellation) =>
        {
            List<string> query = [];
            foreach (var (key, value) in (ReadOnlySpan<(string, int?)>)[("a", parsed.GetValue(a)), ("b", parsed.GetValue(b))])
            {
                if (value is { } number)
                {
                    query.Add(string.Create(CultureInfo.InvariantCulture, $"{key}={number}"));
                }
            }

            query.Add(parsed.GetValue(rules) ? "rules=true" : "rules=false");
            var reply = await session.Client.GetAsync($"/v1/diff?{string.Join('&', query)}", ControlJson.Shapes.DiffReport, cancellation);
            return session.Show(reply, diff =>
            {
                if (diff.Diff.Length == 0)
                {
                    session.Screen.Message($"versions {diff.A} and {diff.B} have the same {(diff.Rules ? "rule set" : "policy")}");
                }
                else
                {
                    session.Screen.Diff(diff.Diff);
                }
            });
        });
        return verb;
    }
}

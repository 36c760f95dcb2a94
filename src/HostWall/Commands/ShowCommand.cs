using System.CommandLine;
using System.Globalization;
using HostWall.Commands.Output;
using HostWall.Control;
using HostWall.Control.Messages;

namespace HostWall.Commands;

/// <summary>One version: its record, its policy, its rule set.</summary>
internal static class ShowCommand
{
    public static Verb Create(CommonOptions common)
    {
        var verb = new Verb("show", "Show one version", "hostwall show", "hostwall show 12 --policy > policy-12.toml");
        var version = Inputs.Version("VERSION", "The version (default: the one in force)", common);
        var policy = new Option<bool>("--policy") { Description = "Only the policy's text" };
        var rules = new Option<bool>("--rules") { Description = "Only the rule set as it was loaded" };
        var meta = new Option<bool>("--meta") { Description = "Only the record" };
        verb.Add(version);
        foreach (var option in (Option<bool>[])[policy, rules, meta])
        {
            verb.Add(option);
        }

        verb.Validators.Add(result =>
        {
            if (new[] { policy, rules, meta }.Count(option => result.GetValue(option)) > 1)
            {
                result.AddError("--policy, --rules and --meta exclude each other");
            }
        });
        verb.Runs(common, async (session, parsed, cancellation) =>
        {
            var path = parsed.GetValue(version) is { } number ? string.Create(CultureInfo.InvariantCulture, $"/v1/version?number={number}") : "/v1/version";
            var reply = await session.Client.GetAsync(path, ControlJson.Shapes.VersionReport, cancellation);
            var (onlyPolicy, onlyRules, onlyMeta) = (parsed.GetValue(policy), parsed.GetValue(rules), parsed.GetValue(meta));
            return session.Show(reply, shown =>
            {
                if (!onlyPolicy && !onlyRules)
                {
                    PrintRecord(session.Screen, shown);
                }

                if (!onlyRules && !onlyMeta)
                {
                    PrintPolicy(session.Screen, shown, titled: !onlyPolicy || shown.Policy.Length > 1);
                }

                if (onlyRules)
                {
                    session.Screen.Text(shown.Rules);
                }
            });
        });
        return verb;
    }

    private static void PrintRecord(Screen screen, VersionReport shown)
    {
        var version = shown.Version;
        screen.Table(new TextTable("", "")
            .Row("version", shown.InForce ? new Cell($"{version.Number}, in force", Tone.Good) : $"{version.Number}")
            .Row("time", Times.Of(version.Time))
            .Row("who", $"{version.Who} (uid {version.Uid})")
            .Row("why", version.Why.Length > 0 ? version.Why : "-")
            .Row("from", version.From)
            .Row("policy", version.Policy)
            .Row("rules", $"{version.Rules} ({version.Backend})")
            .Row("record before", version.Previous ?? "none"));
    }

    private static void PrintPolicy(Screen screen, VersionReport shown, bool titled)
    {
        foreach (var file in shown.Policy)
        {
            if (titled)
            {
                screen.Line();
                screen.Line(new Cell($"# {file.Name}", Tone.Heading));
            }

            screen.Text(file.Text);
        }
    }
}

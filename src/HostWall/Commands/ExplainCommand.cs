using System.Collections.Immutable;
using System.CommandLine;
using HostWall.Commands.Output;
using HostWall.Control;
using HostWall.Control.Messages;

namespace HostWall.Commands;

/// <summary>Would it pass?</summary>
internal static class ExplainCommand
{
    public static Verb Create(CommonOptions common)
    {
        var verb = new Verb(
            "explain",
            "Would it pass? Prints the verdict, the deciding rule with file and line, and the way there; exit code 1 when denied",
            "hostwall explain web-1 db tcp/5432",
            "hostwall explain 203.0.113.9 web-1 tcp/443 --file policies/tighter.toml");
        var (from, to) = (Party("FROM", "Who opens the flow", common), Party("TO", "Who is called", common));
        var port = new Argument<string>("PORT") { Description = "The container's own port, as tcp/5432, or a type of ICMP, as icmp/echo-request, or icmp for all of them" };
        var file = new Option<string?>("--file") { Description = "Ask a policy that is not in force", HelpName = "FILE" };
        verb.Add(from);
        verb.Add(to);
        verb.Add(port);
        verb.Add(file);
        verb.Runs(common, async (session, parsed, cancellation) =>
        {
            ImmutableArray<PolicyFileMessage>? files = null;
            var policy = parsed.GetValue(file) is { } path ? LocalPolicy.Read(session, path) : null;
            if (policy is not null)
            {
                files = policy.Files;
            }
            else if (parsed.GetValue(file) is not null)
            {
                return ExitCode.Usage;
            }

            var reply = await session.Client.PostAsync(
                "/v1/explain",
                new ExplainRequest(parsed.GetRequiredValue(from), parsed.GetRequiredValue(to), parsed.GetRequiredValue(port), files),
                ControlJson.Shapes.ExplainRequest,
                ControlJson.Shapes.ExplainReport,
                cancellation);
            return policy is null ? session.Show(reply, Print, Exit) : policy.Show(session, reply, Print, Exit);

            void Print(ExplainReport report) => ExplainCommand.Print(session.Screen, report);
        });
        return verb;
    }

    private static Argument<string> Party(string name, string description, CommonOptions common)
    {
        var argument = new Argument<string>(name)
        {
            Description = $"{description}: a container, a tier, a group, an address, host or world",
            HelpName = name,
        };
        argument.CompletionSources.Add(context => Suggestions.Parties(context, common));
        return argument;
    }

    private static int Exit(ExplainReport report) => report.Passes ? ExitCode.Done : ExitCode.No;

    private static void Print(Screen screen, ExplainReport report)
    {
        var verdict = report.Verdict switch
        {
            "allow" => new Cell("allowed", Tone.Good),
            "deny" => new Cell("denied", Tone.Bad),
            _ => new Cell("rejected", Tone.Bad),
        };
        screen.Line($"{report.From} -> {report.To} {report.Port}: ", verdict, report is { Passes: true, Verdict: not "allow" } ? new Cell(", but mode is audit: it passes", Tone.Warning) : "", $" by {report.DecidedBy}");
        foreach (var sentence in report.Way)
        {
            screen.Line($"  {sentence}");
        }

        screen.Line(report.Version is { } version ? $"  asked: version {version}, in force" : "  asked: a policy that is not in force");
    }
}

using HostWall.Commands.Output;
using HostWall.Control;
using HostWall.Control.Messages;

namespace HostWall.Commands;

/// <summary>Health at a glance.</summary>
internal static class StatusCommand
{
    public static Verb Create(CommonOptions common)
    {
        var verb = new Verb("status", "Show health at a glance; exit code 1 when something is wrong", "hostwall status", "hostwall status --json | jq .kernel");
        verb.Runs(common, async (session, _, cancellation) =>
        {
            var reply = await session.Client.GetAsync("/v1/status", ControlJson.Shapes.StatusReport, cancellation);
            return session.Show(reply, status => Print(session.Screen, status), status => status.Healthy ? ExitCode.Done : ExitCode.No);
        });
        return verb;
    }

    private static void Print(Screen screen, StatusReport status)
    {
        foreach (var alarm in Alarms(status))
        {
            screen.Line(new Cell("WARNING: ", Tone.Bad), alarm);
        }

        screen.Table(new TextTable("", "")
            .Row("kernel", Kernel(status.Kernel))
            .Row("mode", status.Mode switch
            {
                null => new Cell("none: no policy is in force", Tone.Bad),
                "audit" => new Cell("audit: what the policy denies is counted and logged, and passes", Tone.Warning),
                var mode => new Cell(mode, Tone.Good),
            })
            .Row("version", Version(status))
            .Row("policy on disk", OnDisk(status))
            .Row("backend", $"{status.Backend.Name}: {status.Backend.Reason}")
            .Row("docker", Docker(status.Docker))
            .Row("last change", status.LastChange is { } change ? $"{Times.Of(change.Time)}  {change.Text}" : "none since the start")
            .Row("drift", status.LastDrift is { } drift
                ? new Cell($"put back at {Times.Of(drift.Time)}: {drift.Text}", Tone.Warning)
                : new Cell("none since the start"))
            .Row("log", $"{status.Logs.Suppressed} suppressed by the rate limit, {status.Logs.Lost} lost")
            .Row("daemon", $"{status.Program}, since {Times.Of(status.Started)}"));

        if (!status.Tiers.IsEmpty)
        {
            var tiers = new TextTable("tier", "containers", "addresses");
            foreach (var tier in status.Tiers)
            {
                tiers.Row(tier.Tier, $"{tier.Containers}", $"{tier.Addresses}");
            }

            screen.Line();
            screen.Table(tiers);
        }

        if (!status.Warnings.IsEmpty)
        {
            screen.Line();
            foreach (var warning in status.Warnings)
            {
                screen.Line(new Cell("warning: ", Tone.Warning), warning);
            }
        }
    }

    /// <summary>What nobody should overlook.</summary>
    private static IEnumerable<string> Alarms(StatusReport status)
    {
        if (status.Kernel.State == "disabled")
        {
            yield return $"HostWall is disabled, no rule is in the kernel; since {Times.Of(status.Kernel.Since)} by {status.Kernel.Who}; `hostwall enable` puts the rules back";
        }

        if (status.Kernel.State == "failing")
        {
            yield return "the kernel refuses what the policy says; what was in force before stays";
        }

        if (status.Version is null)
        {
            yield return "no policy is in force; `hostwall apply` makes the one of the config folder so";
        }

        if (status.Docker.State != "connected")
        {
            yield return "Docker is not connected; containers that come now stay closed as unlabelled";
        }
    }

    private static Cell Kernel(KernelMessage kernel) => kernel.State switch
    {
        "inSync" => new Cell($"in sync since {Times.Of(kernel.Since)}", Tone.Good),
        "failing" => new Cell($"failing since {Times.Of(kernel.Since)}, {kernel.Attempts} attempts: {kernel.Message}", Tone.Bad),
        "disabled" => new Cell($"disabled since {Times.Of(kernel.Since)} by {kernel.Who}: {kernel.Message}", Tone.Bad),
        _ => new Cell($"nothing written yet: {kernel.Message}", Tone.Warning),
    };

    private static Cell Docker(DockerMessage docker) => docker.State switch
    {
        "connected" => new Cell($"connected to {docker.Engine} since {Times.Of(docker.Since)}", Tone.Good),
        "disconnected" => new Cell($"disconnected since {Times.Of(docker.Since)}: {docker.Why}", Tone.Bad),
        _ => new Cell($"not connected since the start at {Times.Of(docker.Since)}: {docker.Why ?? "still trying"}", Tone.Bad),
    };

    private static string Version(StatusReport status) => status.Version is { } version
        ? $"{version.Number}, {version.From} at {Times.Of(version.Time)} by {version.Who}{(version.Why.Length > 0 ? $": {version.Why}" : "")}"
        : "none";

    private static Cell OnDisk(StatusReport status) => status.OnDisk.State switch
    {
        "same" => "is what is in force",
        "noneInForce" => "no policy is in force to compare with",
        "differs" => new Cell("differs from what is in force; a restart keeps what is in force", Tone.Warning),
        _ => new Cell($"unreadable: {status.OnDisk.Message}", Tone.Warning),
    };
}

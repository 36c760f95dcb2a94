using System.Diagnostics;
using HostWall.Control.Messages;
using HostWall.Daemon;
using HostWall.Text;
using HostWall.Versions;

namespace HostWall.Control.Handlers;

/// <summary>The versions: their list, one of them, two compared.</summary>
internal sealed class VersionHandler(IRuntime runtime, VersionStore versions)
{
    public static VersionMessage Message(VersionRecord record) => new(
        record.Number,
        record.Time,
        record.Who.User,
        record.Who.Uid,
        record.Why,
        record.From switch
        {
            VersionCause.Apply => "apply",
            VersionCause.Rollback back => $"rollback to {back.To}",
            VersionCause.Boot => "boot",
            var cause => throw new UnreachableException($"no cause {cause}"),
        },
        record.PolicySha256,
        record.Rules.Backend,
        record.Rules.Sha256,
        record.Previous);

    public Answer History(Call call)
    {
        var (state, verify) = (runtime.Current, call.Flag("verify"));
        var findings = verify ? versions.Verify() : versions.Findings;
        return Answer.Of(
            new HistoryReport(
                state.InForce?.Number,
                StatusHandler.OnDisk(state.OnDisk).State,
                [.. versions.Records.Zip(versions.PolicyChanges(), (record, change) => Message(record) with { Changed = change.Text }).Reverse()],
                verify,
                [.. findings.Select(Message)]),
            ControlJson.Shapes.HistoryReport);
    }

    public Answer Show(Call call)
    {
        var inForce = runtime.Current.InForce?.Number;
        return Find(call.Version("number") ?? inForce) switch
        {
            Wanted.Refused refused => refused.Answer,
            Wanted.Found { Version: var version } => Answer.Of(
                new VersionReport(Message(version.Record), version.Record.Number == inForce, PolicyFiles.Message(version.Policy), version.Rules),
                ControlJson.Shapes.VersionReport),
            var wanted => throw new UnreachableException($"no answer {wanted}"),
        };
    }

    /// <summary>With one version, from it to the one in force; with none, from the one before to the one in force.</summary>
    public Answer Diff(Call call)
    {
        var b = call.Version("b") ?? runtime.Current.InForce?.Number;
        var a = call.Version("a") ?? (b - 1);
        return (Find(a), Find(b)) switch
        {
            (Wanted.Refused refused, _) => refused.Answer,
            (_, Wanted.Refused refused) => refused.Answer,
            (Wanted.Found older, Wanted.Found newer) => Diff(older.Version, newer.Version, call.Flag("rules")),
            var wanted => throw new UnreachableException($"no answer {wanted}"),
        };
    }

    private static Answer Diff(StoredVersion older, StoredVersion newer, bool rules)
    {
        var (oldName, newName) = ($"version {older.Record.Number}", $"version {newer.Record.Number}");
        var diff = rules
            ? TextDiff.Unified($"{oldName}/{older.Record.Rules.File}", older.Rules, $"{newName}/{newer.Record.Rules.File}", newer.Rules)
            : PolicyDiff.Unified(oldName, older.Policy, newName, newer.Policy);
        return Answer.Of(new DiffReport(older.Record.Number, newer.Record.Number, rules, diff), ControlJson.Shapes.DiffReport);
    }

    private static FindingMessage Message(VersionFinding finding) => new(finding.Number, Words.Of(finding.Kind), finding.Text);

    private Wanted Find(int? number) => number switch
    {
        null => Refuse(RefusalKind.NotFound, "no policy is in force yet; apply one first"),
        < 1 => Refuse(RefusalKind.NotFound, "there is no version before the first"),
        { } wanted => versions.Find(wanted) switch
        {
            VersionLookup.Sound sound => new Wanted.Found(sound.Version),
            VersionLookup.Damaged damaged => Refuse(RefusalKind.Failed, $"version {damaged.Number}: {damaged.Text}"),
            VersionLookup.Absent absent => Refuse(RefusalKind.NotFound, $"there is no version {absent.Number}; see hostwall history"),
            var lookup => throw new UnreachableException($"no lookup {lookup}"),
        },
    };

    private static Wanted.Refused Refuse(string kind, string message) => new(Answer.Refuse(kind, message));

    /// <summary>A version that was asked for, or why there is none.</summary>
    private abstract record Wanted
    {
        private Wanted()
        {
        }

        public sealed record Found(StoredVersion Version) : Wanted;

        public sealed record Refused(Answer Answer) : Wanted;
    }
}

namespace HostWall.Versions;

/// <summary>What an operator decided, beside the policy itself.</summary>
public sealed record Decision(Who Who, string Why, VersionCause From);

/// <summary>A rule set as one backend loads it, and the name of its file in a version: <c>rules.nft</c>.</summary>
public sealed record RulesText(string Backend, string File, string Text);

/// <summary>A version that is on the disk whole, but not in force: to be committed when the kernel has it, or discarded.</summary>
public sealed class StagedVersion
{
    internal StagedVersion(VersionRecord record, LatestMark mark)
    {
        Record = record;
        Mark = mark;
    }

    public VersionRecord Record { get; }

    internal LatestMark Mark { get; }
}

/// <summary>A committed version with its content, all of it matching the hashes of its record.</summary>
public sealed record StoredVersion(VersionRecord Record, PolicyText Policy, string Rules);

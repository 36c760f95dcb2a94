using HostWall.Core;

namespace HostWall.Versions;

/// <summary>Something that is not as it was when the version was stored.</summary>
/// <param name="Text">A sentence that follows "version N: ".</param>
public sealed record VersionFinding(int Number, FindingKind Kind, string Text)
{
    public override string ToString() => $"version {Number}: {Text}";

    /// <summary>The texts of all, which are about one version: the end of its sentence.</summary>
    internal static string Join(EquatableArray<VersionFinding> findings) => string.Join("; ", findings.Select(finding => finding.Text));
}

public enum FindingKind
{
    /// <summary>The version was committed once, and its folder is gone.</summary>
    Missing,

    /// <summary>meta.json is missing, torn, or of a schema that this program does not know.</summary>
    RecordUnreadable,

    /// <summary>meta.json has not the hash that the record after it names.</summary>
    RecordAltered,

    /// <summary>The record is that of another number: folders were renamed.</summary>
    Reordered,

    PolicyAltered,

    RulesAltered,

    /// <summary>Nothing vouches for the newest records; their content may be used.</summary>
    Unconfirmed,

    /// <summary>The state folder cannot be tidied after a crash; versions can be read, but none stored.</summary>
    NotWritable,
}

/// <summary>A version that was asked for by number.</summary>
public abstract record VersionLookup
{
    private VersionLookup()
    {
    }

    public sealed record Absent(int Number) : VersionLookup;

    public sealed record Damaged(int Number, EquatableArray<VersionFinding> Findings) : VersionLookup
    {
        /// <summary>What is the matter: the end of a sentence that names the version.</summary>
        public string Text => VersionFinding.Join(Findings);
    }

    public sealed record Sound(StoredVersion Version) : VersionLookup;
}

/// <summary>The version in force: the highest that was committed.</summary>
public abstract record InForce
{
    private InForce()
    {
    }

    /// <summary>No version was ever committed.</summary>
    public sealed record None : InForce;

    public sealed record Sound(StoredVersion Version) : InForce;

    /// <summary>It cannot be used; the newest that can is offered, and may allow more or less than what was in force.</summary>
    public sealed record Damaged(int Number, EquatableArray<VersionFinding> Findings, StoredVersion? LastUsable) : InForce
    {
        /// <summary>What is the matter: the end of a sentence that names the version.</summary>
        public string Text => VersionFinding.Join(Findings);
    }
}

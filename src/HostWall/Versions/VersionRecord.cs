namespace HostWall.Versions;

/// <summary>
/// What <c>versions/N/meta.json</c> says of a version: who decided it, when, why, out of what, and the hashes of what was
/// stored with it. The shape is documented and only ever grows; <see cref="Schema"/> rises when a reader of old must refuse it.
/// </summary>
/// <param name="Time">UTC, to the millisecond.</param>
/// <param name="Why">The operator's message, or empty.</param>
/// <param name="PolicySha256">As <see cref="PolicyText.Sha256"/> gives it.</param>
/// <param name="Previous">SHA-256 of the bytes of the previous version's meta.json: the chain. Null for the first.</param>
public sealed record VersionRecord(
    int Schema,
    int Number,
    DateTimeOffset Time,
    Who Who,
    string Why,
    VersionCause From,
    string PolicySha256,
    RulesRecord Rules,
    string? Previous)
{
    public const int CurrentSchema = 1;
}

/// <summary>Who asked for a change: the credentials of the caller at the control socket, or the daemon's own.</summary>
public sealed record Who(long Uid, string User);

/// <summary>The rule set as it was rendered when the version was made: for which backend, in which file of the version.</summary>
public sealed record RulesRecord(string Backend, string File, string Sha256);

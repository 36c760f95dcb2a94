namespace HostWall.Versions;

/// <summary>A policy whose files cannot even be read as text; what is wrong inside a text is a diagnostic, not this.</summary>
public sealed class PolicyUnreadableException(string path, string reason, string remedy, Exception? inner = null)
    : Exception($"{path}: {reason}; {remedy}", inner)
{
    public string Path { get; } = path;

    public string Reason { get; } = reason;

    /// <summary>What the operator can do about it, as an imperative.</summary>
    public string Remedy { get; } = remedy;
}

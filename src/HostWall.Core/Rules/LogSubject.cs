namespace HostWall.Core.Rules;

/// <summary>What a log line of the kernel is about; it travels as the line's prefix and comes back from it.</summary>
/// <param name="Verdict">The policy's verdict on the packet.</param>
/// <param name="Enforced">False in audit mode: the packet passed all the same.</param>
/// <param name="Kind">What decided.</param>
/// <param name="Name">The rule's or tier's name; empty for <see cref="LogKind.Invalid"/> and <see cref="LogKind.MidStream"/>.</param>
public sealed record LogSubject(LogVerdict Verdict, bool Enforced, LogKind Kind, string Name)
{
    private const string Mark = "hw";

    /// <summary>At most 127 characters, which is what a kernel log prefix holds.</summary>
    public string ToPrefix() => $"{Mark} {Word(Verdict)} {(Enforced ? "enforce" : "audit")} {Word(Kind)} {Name}";

    /// <summary>Reads a prefix back; null where it is not one of ours.</summary>
    public static LogSubject? Parse(string prefix)
    {
        var words = prefix.Split(' ');
        if (words is not [Mark, var verdict, "enforce" or "audit", var kind, var name])
        {
            return null;
        }

        foreach (var v in Enum.GetValues<LogVerdict>())
        {
            foreach (var k in Enum.GetValues<LogKind>())
            {
                if (string.Equals(Word(v), verdict, StringComparison.Ordinal) && string.Equals(Word(k), kind, StringComparison.Ordinal))
                {
                    return new LogSubject(v, string.Equals(words[2], "enforce", StringComparison.Ordinal), k, name);
                }
            }
        }

        return null;
    }

    private static string Word(LogVerdict verdict) => verdict switch
    {
        LogVerdict.Allow => "allow",
        LogVerdict.Deny => "deny",
        LogVerdict.Reject => "reject",
    };

    private static string Word(LogKind kind) => kind switch
    {
        LogKind.Rule => "rule",
        LogKind.IngressDefault => "ingress",
        LogKind.EgressDefault => "egress",
        LogKind.Invalid => "invalid",
        LogKind.MidStream => "mid-stream",
    };
}

public enum LogVerdict
{
    Allow,
    Deny,
    Reject,
}

public enum LogKind
{
    Rule,
    IngressDefault,
    EgressDefault,

    /// <summary>Conntrack calls the packet invalid.</summary>
    Invalid,

    /// <summary>A TCP flow that did not begin with a SYN.</summary>
    MidStream,
}

/// <summary>How much of what is logged reaches the daemon: a flood must not become a flood of messages. Per logging rule.</summary>
public static class LogLimit
{
    public const int PerSecond = 50;
    public const int Burst = 100;

    /// <summary>Counts packets that were to be logged.</summary>
    public const string WantedCounter = "log_wanted";

    /// <summary>Counts packets that the limit let through to the log.</summary>
    public const string SentCounter = "log_sent";

    /// <summary>Bytes of each packet that are handed over: the headers of both families with room for IPv6 extensions.</summary>
    public const int SnapLength = 128;
}

namespace HostWall.Programs;

/// <summary>A program of this host did not do what was asked.</summary>
public abstract class ToolException : Exception
{
    private protected ToolException(string tool, string message, Exception? inner = null)
        : base(message, inner)
        => Tool = tool;

    /// <summary>The name of the program.</summary>
    public string Tool { get; }
}

/// <summary>A tool ended with an exit code other than 0.</summary>
public sealed class ToolFailedException(string tool, int exitCode, string error)
    : ToolException(tool, $"{tool} failed with exit code {exitCode}: {Excerpt.Of(error)}")
{
    public int ExitCode { get; } = exitCode;

    /// <summary>What it said on its standard error, cut to a size fit for a log: nft repeats the offending input, which can be megabytes.</summary>
    public string Error { get; } = Excerpt.Of(error);
}

/// <summary>A tool did not end within its limit and was killed. What it had begun may or may not have happened.</summary>
public sealed class ToolTimedOutException(string tool, TimeSpan limit)
    : ToolException(tool, $"{tool} did not end within {limit.TotalSeconds:0.###} s and was killed")
{
    public TimeSpan Limit { get; } = limit;
}

/// <summary>A tool is not there or cannot be started.</summary>
public sealed class ToolMissingException(string tool, string reason, Exception? inner = null)
    : ToolException(tool, $"{tool} {reason}{Remedy(tool)}", inner)
{
    private static string Remedy(string tool) => tool switch
    {
        "nft" => "; install it with: apt-get install nftables",
        "ip" or "bridge" => "; install it with: apt-get install iproute2",
        "modprobe" => "; install it with: apt-get install kmod",
        _ => "",
    };
}

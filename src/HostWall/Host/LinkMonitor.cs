using HostWall.Inventory;
using HostWall.Programs;
using Microsoft.Extensions.Logging;

namespace HostWall.Host;

/// <summary>What a line of <c>ip -o monitor link address</c> is about, as far as it matters here.</summary>
internal enum LinkNews
{
    /// <summary>A link-local address, which identifies nobody.</summary>
    Nothing,

    /// <summary>A link that may be a container's: a port of a bridge, and no bridge.</summary>
    Port,

    /// <summary>Anything else.</summary>
    Link,
}

/// <summary>Passes on what the kernel tells of changes of links and addresses; a monitor that ends is started again.</summary>
internal sealed class LinkMonitor(IProgramRunner programs, LinkTimings timings, TimeProvider time, ILogger log)
{
    private string? _trouble;

    public async Task RunAsync(Action<LinkNews> tell, CancellationToken cancellation)
    {
        var backoff = new Backoff(timings.FirstRetry, timings.LastRetry);
        while (true)
        {
            try
            {
                await foreach (var line in programs.LinesAsync(ProgramCall.Of("ip", "-o", "monitor", "link", "address"), cancellation))
                {
                    backoff.Reset();
                    _trouble = null;
                    tell(Read(line));
                }

                Report("ip monitor ended");
            }
            catch (ToolException failure)
            {
                Report(failure.Message);
            }

            await Task.Delay(backoff.Next(), time, cancellation);
            // Whatever happened while nobody told.
            tell(LinkNews.Link);
        }
    }

    private void Report(string why)
    {
        if (_trouble != why)
        {
            log.LinkMonitorEnded(_trouble = why, timings.Period.TotalSeconds);
        }
    }

    internal static LinkNews Read(string line)
        => line.Contains("    inet6 fe80:", StringComparison.Ordinal) ? LinkNews.Nothing
            : line.Contains(": veth", StringComparison.Ordinal) ? LinkNews.Port
            : LinkNews.Link;
}

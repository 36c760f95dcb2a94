using HostWall.Core;
using HostWall.Core.Addressing;
using HostWall.Inventory;
using HostWall.Programs;
using Microsoft.Extensions.Logging;

namespace HostWall.Host;

/// <summary>The links' part of the inventory; keeps Docker's bridges filtered between their ports.</summary>
public sealed class LinkSource(IProgramRunner programs, IBridgeSysctls sysctls, LinkTimings timings, TimeProvider time, ILogger<LinkSource> log)
{
    private readonly Wake _wake = new();
    private readonly BridgeFilterSwitch _filter = new(programs, sysctls, log);
    private string? _sysctlTrouble;
    private readonly LinkAges _ages = new();
    private string? _trouble;
    private LinkPart? _seen;
    private volatile IReadOnlySet<string> _docker = new HashSet<string>();
    private volatile bool _portsUrgent;
    private volatile bool _portsChanged;

    /// <summary>Tells which bridges are Docker's: those, and no others, are switched to filtering.</summary>
    public void SetDockerBridges(IEnumerable<string> bridges)
    {
        var safe = bridges.Where(LinkName.IsExpressible).ToHashSet(StringComparer.Ordinal);
        if (!safe.SetEquals(_docker))
        {
            _docker = safe;
            _wake.Set();
        }
    }

    /// <summary>Tells whether a change of a bridge's ports is to be seen at once: while Docker is away nothing else says that containers come and go.</summary>
    public void SetPortsUrgent(bool urgent)
    {
        var before = _portsUrgent;
        _portsUrgent = urgent;
        if (urgent && !before)
        {
            _wake.Set();
        }
    }

    /// <summary>Whole states, each as soon as it is known. One reader at a time.</summary>
    public IAsyncEnumerable<LinkPart> PartsAsync(CancellationToken cancellation) => Latest<LinkPart>.OfAsync(FollowAsync, cancellation);

    private async Task FollowAsync(Latest<LinkPart> parts, CancellationToken cancellation)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var alarm = new Alarm(_wake, time);
        using var portAlarm = new Alarm(_wake, time);
        var backoff = new Backoff(timings.FirstRetry, timings.LastRetry);
        var monitoring = new LinkMonitor(programs, timings, time, log).RunAsync(news => Take(news, portAlarm), leaving.Token);
        try
        {
            while (true)
            {
                alarm.SetIn(await TryLookAsync(parts, backoff, cancellation));
                await _wake.WaitAsync(cancellation);
                await Task.Delay(timings.Burst, time, cancellation);
            }
        }
        finally
        {
            await leaving.CancelAsync();
            await monitoring.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Take(LinkNews news, Alarm portAlarm)
    {
        if (news is LinkNews.Link || (news is LinkNews.Port && _portsUrgent))
        {
            _wake.Set();
        }
        else if (news is LinkNews.Port && !_portsChanged)
        {
            _portsChanged = true;
            portAlarm.SetIn(timings.PortBurst);
        }
    }

    /// <summary>Returns how long what was seen is good for.</summary>
    private async Task<TimeSpan> TryLookAsync(Latest<LinkPart> parts, Backoff backoff, CancellationToken cancellation)
    {
        try
        {
            _seen = await LookAsync(cancellation);
            parts.Publish(_seen);
            backoff.Reset();
            _trouble = null;
            return _portsUrgent ? timings.UrgentPeriod : timings.Period;
        }
        catch (ToolException failure)
        {
            if (_trouble != failure.Message)
            {
                log.LinksUnseen(_trouble = failure.Message);
            }

            if (_portsUrgent && _seen is { } seen)
            {
                // Closed: ports that cannot be seen may have changed.
                parts.Publish(seen with { Bridges = seen.Bridges.Select(bridge => bridge with { PortsSince = long.MaxValue }).ToEquatableArray() });
            }

            return backoff.Next();
        }
    }

    private async Task<LinkPart> LookAsync(CancellationToken cancellation)
    {
        // Before the look: what changes during it may not be in it.
        _portsChanged = false;
        var docker = _docker;
        var links = await IpLinks.LookAsync(programs, cancellation);
        var closed = DockerBridges(links, docker).Where(bridge => !IsFiltered(bridge)).Select(bridge => bridge.Name).ToList();
        if (closed.Count > 0)
        {
            await _filter.TurnOnAsync(closed, cancellation);
            links = await IpLinks.LookAsync(programs, cancellation);
        }

        return ToPart(links, docker);
    }

    private LinkPart ToPart(IpLinks links, IReadOnlySet<string> docker) => new(
        links.Addresses,
        _ages.See(links.Bridges, time.GetTimestamp()),
        DockerBridges(links, docker).Where(IsFiltered).Select(bridge => bridge.Name).ToEquatableArray(),
        links.Outer)
    {
        BridgeNetworks = links.BridgeNetworks,
    };

    private static IEnumerable<BridgeLink> DockerBridges(IpLinks links, IReadOnlySet<string> docker)
        => links.Bridges.Where(bridge => docker.Contains(bridge.Name));

    /// <summary>By its own switches only: the namespace's may be switched off by anybody at any time, and tell nobody.</summary>
    private bool IsFiltered(BridgeLink bridge) => bridge.CallsFilter && CanFilter();

    private bool CanFilter()
    {
        try
        {
            var can = sysctls.Read() is not null;
            _sysctlTrouble = null;
            return can;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (_sysctlTrouble != failure.Message)
            {
                log.BridgeSysctlsUnread(_sysctlTrouble = failure.Message);
            }

            return false;
        }
    }
}

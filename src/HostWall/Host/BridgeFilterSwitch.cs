using HostWall.Programs;
using Microsoft.Extensions.Logging;

namespace HostWall.Host;

/// <summary>
/// Makes Docker's bridges, and no others, hand packets between their ports to the inet hooks. Docker itself has loaded br_netfilter
/// only up to 27.
/// </summary>
internal sealed class BridgeFilterSwitch(IProgramRunner programs, IBridgeSysctls sysctls, ILogger log)
{
    private readonly HashSet<string> _reported = [];

    /// <summary>Tries; whether it worked is seen by reading back.</summary>
    public async Task TurnOnAsync(IReadOnlyCollection<string> bridges, CancellationToken cancellation)
    {
        await LoadAsync(cancellation);
        foreach (var bridge in bridges)
        {
            await TryAsync(
                ProgramCall.Of("ip", "link", "set", "dev", bridge, "type", "bridge", "nf_call_iptables", "1", "nf_call_ip6tables", "1"),
                bridge,
                cancellation);
        }
    }

    private async Task LoadAsync(CancellationToken cancellation)
    {
        if (IsLoaded() || !await TryAsync(ProgramCall.Of("modprobe", "br_netfilter"), "br_netfilter", cancellation))
        {
            return;
        }

        // The module comes with its switches on for every bridge: those of virtual machines would from now on be filtered by rules that were
        // never meant for them. We have loaded it, so nobody has relied on that yet; whoever loads it himself keeps his setting.
        try
        {
            sysctls.TurnOff();
            log.LoadedBridgeFilter();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            log.BridgeSysctlsStayOn(failure.Message);
        }
    }

    /// <summary>Switches that cannot be read are there: whoever loaded the module keeps his setting.</summary>
    private bool IsLoaded()
    {
        try
        {
            return sysctls.Read() is not null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private async Task<bool> TryAsync(ProgramCall call, string subject, CancellationToken cancellation)
    {
        try
        {
            await programs.RunAsync(call, cancellation);
            _reported.Remove(subject);
            return true;
        }
        catch (ToolException failure)
        {
            // A link may go before its network does; and each look tries again, but says so once.
            if (_reported.Add(subject))
            {
                log.BridgeNotFiltered(subject, failure.Message);
            }

            return false;
        }
    }
}

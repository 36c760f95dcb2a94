using System.ComponentModel;
using System.Net.Sockets;
using HostWall.Core.Addressing;
using HostWall.Core.Desired;
using HostWall.Core.Rules;
using HostWall.Nflog;
using Microsoft.Extensions.Logging;

namespace HostWall.Daemon;

/// <summary>Writes each decision that the kernel reports as one structured line. The kernel limits how many come; names are looked up in the state of now.</summary>
public sealed partial class DecisionLog(NflogReader reader, IRuntime runtime, TimeProvider time, ILogger<DecisionLog> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private DesiredState? _known;
    private Dictionary<EndpointKey, (string Container, string Tier)> _containers = [];

    /// <summary>Until cancelled. Without a log group the firewall works as well: the failure is logged and the group tried again.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await foreach (var decision in reader.ReadAsync(cancellation))
                {
                    Write(decision);
                }
            }
            catch (Exception failure) when (failure is Win32Exception or SocketException or NflogRefusedException)
            {
                GroupUnreadable(failure.Message, Pause);
                await Task.Delay(Pause, time, cancellation);
            }
        }
    }

    private void Write(LoggedDecision decision)
    {
        var (from, fromTier) = Party(decision.In, decision.Head.Source);
        var (to, toTier) = Party(decision.Out, decision.Head.Destination);
        Decided(
            decision.Time,
            Word(decision.Subject.Verdict),
            decision.Subject.Enforced,
            from,
            fromTier,
            decision.Head.Source,
            decision.Head.SourcePort,
            to,
            toTier,
            decision.Head.Destination,
            decision.Head.DestinationPort,
            decision.Head.ProtocolText,
            Reason(decision.Subject));
    }

    private (string Name, string Tier) Party(string link, Address address)
    {
        var desired = runtime.Current.Desired;
        if (!ReferenceEquals(desired, _known))
        {
            _known = desired;
            var names = (desired?.Containers ?? []).ToDictionary(bound => bound.Container.Id, bound => bound.Container.Name, StringComparer.Ordinal);
            _containers = (desired?.Members ?? []).ToDictionary(member => member.Key, member => (names[member.ContainerId], member.Tier));
        }

        if (_containers.TryGetValue(new EndpointKey(link, address), out var container))
        {
            return container;
        }

        return link.Length == 0 || (desired?.HostAddresses.Contains(address) ?? false) ? ("host", "") : ("", "");
    }

    private static string Word(LogVerdict verdict) => verdict switch
    {
        LogVerdict.Allow => "allow",
        LogVerdict.Deny => "deny",
        LogVerdict.Reject => "reject",
    };

    private static string Reason(LogSubject subject) => subject.Kind switch
    {
        LogKind.Rule => $"rule {subject.Name}",
        LogKind.IngressDefault => $"ingress default of {subject.Name}",
        LogKind.EgressDefault => $"egress default of {subject.Name}",
        LogKind.Invalid => "invalid packet",
        LogKind.MidStream => "TCP without a SYN",
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "decision {Verdict} enforced={Enforced} from={From} fromTier={FromTier} source={Source}:{SourcePort} to={To} toTier={ToTier} destination={Destination}:{DestinationPort} protocol={Protocol} by={Reason} at={At:O}")]
    private partial void Decided(
        DateTimeOffset at,
        string verdict,
        bool enforced,
        string from,
        string fromTier,
        Address source,
        ushort? sourcePort,
        string to,
        string toTier,
        Address destination,
        ushort? destinationPort,
        string protocol,
        string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "decisions cannot be read from the kernel, rules hold all the same: {Reason}; trying again in {Delay}")]
    private partial void GroupUnreadable(string reason, TimeSpan delay);
}

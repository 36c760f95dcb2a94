using HostWall.Core.Addressing;
using HostWall.Core.Desired;
using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>
/// Says which open flows have to end: those that would not be let in if they began now, and those of addresses that have lost their owner. What
/// the kernel remembers of a flow may leave it open who its parties are; a flow that is allowed for some who may be meant stays.
/// </summary>
/// <param name="departed">Addresses whose flows end whatever the policy says.</param>
public sealed class FlowJudge(DesiredState desired, IReadOnlySet<Address> departed, DateTimeOffset at)
{
    private readonly TrackedParties _parties = new(desired);
    private readonly Settings _settings = desired.Policy.Settings;

    /// <summary>Whether any flow can have to end; audit mode ends none.</summary>
    public bool EndsAny => _settings.Mode == Mode.Enforce && (_settings.Cut || departed.Count > 0);

    /// <summary>Flows that other flows announced stay with those.</summary>
    public bool MustEnd(TrackedFlow flow)
        => EndsAny
            && (flow.Touches(departed.Contains) || (_settings.Cut && !flow.IsExpected && !IsAllowed(flow)));

    private bool IsAllowed(TrackedFlow flow)
    {
        // The kernel remembers a group's or a link's multicast by the group; it has no party there.
        if (IsMulticast(flow.Original.Destination) || _parties.IsHostWithItself(flow))
        {
            return true;
        }

        var protocol = ProtocolOf(flow);
        var target = _parties.TargetOf(flow, protocol);
        var port = protocol == Protocol.Icmp ? IcmpOrdinal(flow) : target.Port;
        return _parties.Of(flow.Original.Source).Any(from => target.Parties.Any(to => Passes(from, to)));

        bool Passes(KnownParty from, KnownParty to)
        {
            // On a host that routes for others, these are nearly all there are.
            if (from.Party is not Party.InTier && to.Party is not Party.InTier)
            {
                return true;
            }

            var asked = new Flow(from.Party, to.Party, protocol, port, ConntrackStates.New, at) { HostPort = target.HostPort };
            return ReferenceEvaluator.Decide(to.Party is Party.InTier ? to.Receiving : from.Sending, asked).Passes;
        }
    }

    private static Protocol ProtocolOf(TrackedFlow flow) => flow.Protocol switch
    {
        6 => Protocol.Tcp,
        17 => Protocol.Udp,
        132 => Protocol.Sctp,
        1 or 58 => Protocol.Icmp,
        _ => ReachQuery.Unnamed,
    };

    private static ushort IcmpOrdinal(TrackedFlow flow)
    {
        var number = flow.Original.Icmp?.Type;
        var isV4 = flow.Original.Source.Family == Family.IPv4;
        return IcmpType.All.FirstOrDefault(type => number is not null && (isV4 ? type.V4 : type.V6) == number)?.Ordinal ?? IcmpType.Unnamed;
    }

    private static bool IsMulticast(Address address) => address.Family == Family.IPv4
        ? address.Bits >> 28 == 0xE || address.Bits == uint.MaxValue
        : address.Bits >> 120 == 0xFF;
}

using HostWall.Core.Addressing;
using HostWall.Core.Desired;
using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>Chooses what to send for a policy's tests: for each, pairs of those who run now and stand for its two sides.</summary>
public static class LiveProbes
{
    /// <summary>Of one test; each pair is tried in both families.</summary>
    private const int MostPairs = 16;

    public static EquatableArray<LiveProbe> Of(DesiredState desired, DateTimeOffset now)
        => [.. desired.Policy.Tests.SelectMany(test => Obstacle(test) is { } why ? [new LiveProbe.Unsent(test, why)] : Of(desired, test, now))];

    /// <summary>Why no probe at all can be sent for a test; null where one can.</summary>
    private static string? Obstacle(PolicyTest test) => test switch
    {
        { At: not null } => "it asks about another moment than now",
        { From: Peer.World or Peer.InGroup } => $"nothing can be sent from {test.From} by this host",
        { To: Peer.World or Peer.InGroup } => $"nothing can be received at {test.To} by this host",
        { Port.Protocol: Protocol.Sctp } => "SCTP is not probed",
        { Port.Protocol: Protocol.Icmp } when !test.Port.Ports.Contains(IcmpType.EchoRequest.Ordinal) => "of ICMP only echo requests are probed",
        _ => null,
    };

    private static List<LiveProbe> Of(DesiredState desired, PolicyTest test, DateTimeOffset now)
    {
        var (senders, receivers) = (Standing(desired, test.From), Standing(desired, test.To));
        var pairs =
            from sender in senders
            from receiver in receivers
            let ends = Ends(desired, sender, receiver)
            where ends.Count > 0
            select ends;
        var all = pairs.ToList();
        var probes = all.Take(MostPairs).SelectMany(ends => ends).Select(ends => Probe(desired, test, ends, now)).ToList();
        if (all.Count > MostPairs)
        {
            probes.Add(new LiveProbe.Unsent(test, $"{all.Count - MostPairs} more pairs are left out"));
        }

        probes.AddRange(Missing(test, senders.Count, receivers.Count, all.Count).Select(why => new LiveProbe.Unsent(test, why)));
        return probes;
    }

    private static IEnumerable<string> Missing(PolicyTest test, int senders, int receivers, int pairs)
    {
        if (senders == 0 || receivers == 0)
        {
            yield return $"no container of {(senders == 0 ? test.From : test.To)} runs";
        }
        else if (pairs == 0)
        {
            yield return "no two of them share a network";
        }

        if (test.From is Peer.Any || test.To is Peer.Any)
        {
            yield return "the world cannot be probed from this host";
        }
    }

    /// <summary>Who runs and stands for a peer; null is the host.</summary>
    private static List<BoundContainer?> Standing(DesiredState desired, Peer peer)
    {
        List<BoundContainer?> standing = [.. desired.Containers.Where(bound => ReferenceEvaluator.Covers(desired.Policy, [peer], new Party.InTier(bound.Tier, bound.Container)))];
        if (ReferenceEvaluator.Covers(desired.Policy, [peer], new Party.Host()))
        {
            standing.Add(null);
        }

        return standing;
    }

    /// <summary>An address of each for every family that both have, on a network that both are on.</summary>
    private static List<PairEnds> Ends(DesiredState desired, BoundContainer? sender, BoundContainer? receiver)
    {
        var from = Stands(desired, sender).ToList();
        var to = Stands(desired, receiver).ToList();
        return sender is null && receiver is null || sender == receiver
            ? []
            : [.. from
                .SelectMany(_ => to, (one, other) => new PairEnds(one, other))
                .Where(ends => ends.From.End.Address.Family == ends.To.End.Address.Family && (ends.From.Bridge is null || ends.To.Bridge is null || string.Equals(ends.From.Bridge, ends.To.Bridge, StringComparison.Ordinal)))
                .DistinctBy(ends => ends.From.End.Address.Family)];
    }

    private static IEnumerable<Stand> Stands(DesiredState desired, BoundContainer? bound)
    {
        if (bound is null)
        {
            return desired.HostAddresses
                .Where(address => !address.IsLinkLocal && !IsLoopback(address))
                .Select(address => new Stand(new ProbeEnd("host", address, ContainerId: null), new Party.Host(), Bridge: null));
        }

        var known = desired.Members.Where(member => string.Equals(member.ContainerId, bound.Container.Id, StringComparison.Ordinal)).Select(member => member.Key).ToHashSet();
        return
            from endpoint in bound.Container.Endpoints
            from address in endpoint.Addresses
            where known.Contains(new EndpointKey(endpoint.Bridge, address))
            select new Stand(new ProbeEnd(bound.Container.Name, address, bound.Container.Id), Parties.Of(bound, endpoint.NetworkName), endpoint.Bridge);
    }

    private static LiveProbe Probe(DesiredState desired, PolicyTest test, PairEnds ends, DateTimeOffset now)
    {
        var port = test.Port.Protocol == Protocol.Icmp ? IcmpType.EchoRequest.Ordinal : test.Port.Ports.First;
        if (ends.To.Party is Party.Host && desired.Served.Any(served => served.Protocol == test.Port.Protocol && served.HostPort == port))
        {
            return new LiveProbe.Unsent(test, "the host gives that port to a container");
        }

        var decision = ReferenceEvaluator.Decide(desired.Policy, new Flow(ends.From.Party, ends.To.Party, test.Port.Protocol, port, ConntrackStates.New, now));
        return new LiveProbe.Sent(test, ends.From.End, ends.To.End, decision, decision.Passes || desired.Policy.Settings.Mode == Mode.Audit);
    }

    private static bool IsLoopback(Address address) => address.Family == Family.IPv4 ? address.Bits >> 24 == 127 : address.Bits == 1;

    /// <param name="Bridge">Null where any way leads there.</param>
    private sealed record Stand(ProbeEnd End, Party Party, string? Bridge);

    private sealed record PairEnds(Stand From, Stand To);
}

using HostWall.Core.Addressing;
using HostWall.Core.Policy;
using HostWall.Core.Rules;

namespace HostWall.Core.Compile;

/// <summary>
/// The way in: what stands at each hook, up to the map that knows the tier.
/// <code>
/// hook     in → out                    decided by
/// forward  container bridge → bridge   destination's tier (dst_from_containers)
/// forward  container bridge → other    source's tier      (src_to_world)
/// forward  other → container bridge    destination's tier (dst_from_world)
/// input    container bridge → host     published port served by the host, else source's tier (src_to_host)
/// input    other → host                published port served by the host, else not ours
/// output   host → container bridge     destination's tier (dst_from_host), also where NAT sent a call to the host's own address
/// bridge   port → port of one bridge   closed unless br_netfilter brings the packet to forward
/// </code>
/// A bridge is a container bridge unless it is known to be foreign; an address that a map does not have is unlabelled.
/// </summary>
internal sealed class HookChains(Mode mode, ConntrackStates named)
{
    private const string Vet = "vet";
    private const string Between = "between_containers";
    private const string Leaving = "containers_to_world";
    private const string Entering = "world_to_containers";
    private const string ToHost = "containers_to_host";
    private const string AtHost = "world_to_host";
    private const string FromHost = "host_to_containers";

    public IEnumerable<Chain> All()
    {
        yield return Base("forward", Hook.Forward, "container to container, container to world, world to container",
            Goes(Between, new Match.FromBridge(), new Match.ToBridge()),
            Goes(Leaving, new Match.FromBridge()),
            Goes(Entering, new Match.ToBridge()));
        yield return Base("input", Hook.Input, "container to host, and published ports that a process of the host serves",
            Rule([new Match.FromLoopback()], new Verdict.Accept(), "the host with itself"),
            Goes(ToHost, new Match.FromBridge()),
            Goes(AtHost));
        yield return Base("output", Hook.Output, "host to container",
            Goes(FromHost, new Match.ToBridge()),
            Goes(FromHost, new Match.ToLoopbackTranslated()));
        yield return VetChain();
        yield return Dispatching(Between, Names.To(Tier.Unlabelled, Sender.Containers, SameClass.None), vetted: true, Names.DestinationFromContainers);
        yield return Dispatching(Leaving, Names.From(Tier.Unlabelled, Receiver.World), vetted: true, Names.SourceToWorld);
        yield return Dispatching(Entering, Names.To(Tier.Unlabelled, Sender.World, SameClass.None), vetted: true, Names.DestinationFromWorld);
        yield return Dispatching(ToHost, Names.From(Tier.Unlabelled, Receiver.Host), vetted: true, Names.ServedFromContainers, Names.SourceToHost);
        yield return Dispatching(FromHost, Names.To(Tier.Unlabelled, Sender.Host, SameClass.None), vetted: true, Names.DestinationFromHost);

        // What the map does not have is a flow between the world and the host's own services: no business of ours, odd packets included.
        yield return Dispatching(AtHost, orElse: null, vetted: false, Names.ServedFromWorld);
        if (mode == Mode.Enforce)
        {
            yield return BridgeChain();
        }
    }

    /// <summary>Established and related first, so that a packet of a running flow costs the same whatever the policy's size.</summary>
    private Chain Base(string name, Hook hook, string comment, params ReadOnlySpan<ChainRule> rules)
    {
        var running = (ConntrackStates.Established | ConntrackStates.Related) & ~named;
        List<ChainRule> all = running == ConntrackStates.None ? [] : [Rule([new Match.State(running)], new Verdict.Accept(), "its flow was allowed")];
        all.AddRange(rules);
        return new Chain(name, hook, comment, [.. all]);
    }

    private Chain VetChain()
    {
        List<ChainRule> rules = [Rule([new Match.NeighbourDiscovery()], new Verdict.Accept(), "without it IPv6 does not work at all")];
        if (named.HasFlag(ConntrackStates.Related))
        {
            rules.Add(Rule([new Match.PacketTooBig()], new Verdict.Accept(), "without it connections hang as soon as they carry much"));
        }

        if (!named.HasFlag(ConntrackStates.Invalid))
        {
            rules.Add(Rule([new Match.State(ConntrackStates.Invalid)], new Verdict.Goto(Names.Invalid), "invalid"));
        }

        // Else a connection whose right was taken away is picked up again in mid-stream by the side that keeps sending.
        rules.Add(Rule([new Match.MidStream()], new Verdict.Goto(Names.MidStream), "TCP begins with a SYN"));
        return new Chain(Vet, Hook: null, "what no policy is asked about", [.. rules]);
    }

    private static Chain Dispatching(string name, string? orElse, bool vetted, params ReadOnlySpan<string> maps)
    {
        List<ChainRule> rules = vetted ? [Rule([], new Verdict.Jump(Vet), "")] : [];
        foreach (var map in maps)
        {
            rules.Add(Rule([], new Verdict.Dispatch(map), "to the chain of its tier"));
        }

        if (orElse is not null)
        {
            rules.Add(Rule([], new Verdict.Goto(orElse), "an address that is not known is unlabelled"));
        }

        return new Chain(name, Hook: null, name.Replace('_', ' '), [.. rules]);
    }

    private static Chain BridgeChain() => new("bridge", Hook.Bridge, "container to container on one bridge",
    [
        Rule([new Match.OnForeignBridge()], new Verdict.Accept(), "not Docker's"),
        Rule([new Match.Arp()], new Verdict.Accept(), "ARP"),
        Rule([new Match.Ip(), new Match.OnBridgeIn(Names.Filtered)], new Verdict.Accept(), "br_netfilter is on: judged in forward"),
        Rule([new Match.NeighbourDiscovery()], new Verdict.Accept(), "without it IPv6 does not work at all"),
        new ChainRule([], [new Statement.Count(Names.BridgeClosed)], new Verdict.Drop(), "closed until br_netfilter is seen on", Origin: null),
    ]);

    private static ChainRule Goes(string chain, params ReadOnlySpan<Match> matches) => Rule([.. matches], new Verdict.Goto(chain), chain.Replace('_', ' '));

    private static ChainRule Rule(EquatableArray<Match> matches, Verdict verdict, string comment) => new(matches, [], verdict, comment, Origin: null);
}

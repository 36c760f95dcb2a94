using HostWall.Core.Desired;
using HostWall.Core.Policy;
using HostWall.Core.Rules;

namespace HostWall.Core.Compile;

/// <summary>
/// What rules ask of published ports that a process of the host serves, besides the container's port. In the input hook a packet carries the
/// host's address, so that which container it is for, and by which of its host ports, is settled when compiling: as a set of host ports.
/// </summary>
internal sealed class ServedRules(DesiredState desired, NarrowedPeers narrowed)
{
    private readonly Dictionary<string, BoundContainer> _containers = desired.Containers.ToDictionary(bound => bound.Container.Id, StringComparer.Ordinal);
    private readonly List<Rule> _rules = [.. desired.Policy.Rules.Where(rule => !rule.HostPorts.IsEmpty || rule.To.Any(peer => peer is Peer.Narrowed))];

    public IEnumerable<SetDeclaration> Sets
        => _rules.Select(rule => new SetDeclaration.HostPorts(Names.ServedSet(rule.Name), $"rule {rule.Name}: published ports that a process of the host serves"));

    public IEnumerable<Element> Elements
        => from rule in _rules
           from port in desired.Served
           where Covers(rule, port)
           select new Element.InHostPorts(Names.ServedSet(rule.Name), port.Family, port.HostAddress, port.Protocol, port.HostPort);

    /// <summary>The match for a port of a member of the tier, whose container port the rule is known to cover.</summary>
    public static IReadOnlyList<EquatableArray<Match>> Ports(TierRule to)
        => to is { Rule.HostPorts.IsEmpty: true, Members: [{ IsEmpty: true }] }
            ? Alternatives.Always
            : [[new Match.HostPortIn(Names.ServedSet(to.Rule.Name))]];

    private bool Covers(Rule rule, ServedPort port)
        => rule.To.Any(peer => Covers(peer, port)) && (rule.HostPorts.IsEmpty || rule.HostPorts.Any(match => match.Matches(port.Protocol, port.HostPort)));

    private bool Covers(Peer peer, ServedPort port) => peer switch
    {
        Peer.Any or Peer.Containers => true,
        Peer.InTier(var name) => string.Equals(name, port.Tier, StringComparison.Ordinal),
        Peer.Narrowed some => port.ContainerId is { } id && narrowed.Covers(some, _containers[id]),
        _ => false,
    };
}

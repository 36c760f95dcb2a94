using HostWall.Core.Addressing;

namespace HostWall.Core.Compile;

/// <summary>Ports of a tier that the policy cannot tell apart: the same rules apply to all of them.</summary>
/// <param name="Index">Counts from 1 within the tier.</param>
/// <param name="Rules">In file order.</param>
internal sealed record ServedPortClass(int Index, string Text, EquatableArray<TierRule> Rules);

/// <summary>
/// Cuts a tier's ports into classes. In the input hook a packet still carries the host's port, so that a rule's ports must be settled when
/// compiling; by class, the chains depend on the policy alone and not on which ports are published today.
/// </summary>
internal sealed class ServedPorts
{
    private readonly IReadOnlyList<TierRule> _rules;
    private readonly Dictionary<EquatableArray<int>, ServedPortClass> _classes = [];

    public ServedPorts(IReadOnlyList<TierRule> rulesToTier)
    {
        _rules = rulesToTier;
        foreach (var protocol in (Protocol[])[Protocol.Tcp, Protocol.Udp, Protocol.Sctp])
        {
            foreach (var port in Boundaries(protocol))
            {
                var applying = Applying(protocol, port);
                if (!_classes.ContainsKey(applying))
                {
                    var text = port == 0 ? "ports that no rule names" : $"ports like {new PortMatch(protocol, PortRange.Single(port))}";
                    _classes.Add(applying, new ServedPortClass(_classes.Count + 1, text, [.. applying.Select(index => _rules[index])]));
                }
            }
        }
    }

    public IEnumerable<ServedPortClass> Classes => _classes.Values.OrderBy(portClass => portClass.Index);

    public ServedPortClass ClassOf(Protocol protocol, ushort containerPort) => _classes[Applying(protocol, containerPort)];

    /// <summary>One port of every stretch in which the same rules apply.</summary>
    private IEnumerable<ushort> Boundaries(Protocol protocol)
        => _rules
            .SelectMany(to => to.Rule.Ports)
            .Where(match => match.Protocol == protocol)
            .SelectMany(match => (int[])[match.Ports.First, match.Ports.Last + 1])
            .Prepend(0)
            .Where(port => port <= ushort.MaxValue)
            .Distinct()
            .Order()
            .Select(port => (ushort)port);

    private EquatableArray<int> Applying(Protocol protocol, ushort port)
        => Enumerable.Range(0, _rules.Count)
            .Where(index => _rules[index].Rule is var rule && (rule.CoversEveryPort || rule.Published || rule.Ports.Any(match => match.Matches(protocol, port))))
            .ToEquatableArray();
}

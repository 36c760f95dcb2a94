using HostWall.Core.Addressing;

namespace HostWall.Core.Evaluate;

/// <summary>A part of all protocols and ports.</summary>
/// <param name="Ports">Sorted, disjoint, and merged where they touch.</param>
/// <param name="Others">Whether protocols that a policy cannot name, as GRE or ESP, are part of it.</param>
public sealed record PortSpace(EquatableArray<PortMatch> Ports, bool Others)
{
    public static readonly PortSpace None = new([], Others: false);

    public static readonly PortSpace All = new([.. Enum.GetValues<Protocol>().Select(Whole)], Others: true);

    public bool IsEmpty => this == None;

    /// <summary>Every protocol and port, those included that a policy cannot name.</summary>
    public bool EveryPort => this == All;

    /// <summary>For people: <c>tcp/80,443 udp</c>; <c>all</c>, <c>none</c>; <c>other</c> for what a policy cannot name.</summary>
    public string Text
    {
        get
        {
            if (EveryPort)
            {
                return "all";
            }

            var words = Ports.GroupBy(port => port.Protocol).Select(Word).ToList();
            if (Others)
            {
                words.Add("other");
            }

            return words.Count == 0 ? "none" : string.Join(' ', words);
        }
    }

    /// <summary>What is here and not there.</summary>
    public PortSpace Except(PortSpace other) => Combine(other, (here, there) => here && !there);

    /// <summary>What is here or there.</summary>
    public PortSpace Union(PortSpace other) => Combine(other, (here, there) => here || there);

    /// <summary>What is here and there.</summary>
    public PortSpace Intersect(PortSpace other) => Combine(other, (here, there) => here && there);

    public override string ToString() => Text;

    /// <summary>The space of everything for which the test holds. It is asked once for each run of ports that no edge of <paramref name="cuts"/> divides, by the run's first port.</summary>
    /// <param name="contains">Asked with null for the protocols that a policy cannot name.</param>
    internal static PortSpace Of(IReadOnlyCollection<PortMatch> cuts, Func<PortMatch?, bool> contains)
    {
        var ports = new List<PortMatch>();
        foreach (var atom in Enum.GetValues<Protocol>().SelectMany(protocol => Atoms(protocol, cuts)).Where(atom => contains(atom)))
        {
            if (ports.Count > 0 && ports[^1] is var last && last.Protocol == atom.Protocol && last.Ports.Last + 1 == atom.Ports.First)
            {
                ports[^1] = last with { Ports = new PortRange(last.Ports.First, atom.Ports.Last) };
            }
            else
            {
                ports.Add(atom);
            }
        }

        return new PortSpace([.. ports], contains(null));
    }

    internal static IEnumerable<PortMatch> Atoms(Protocol protocol, IEnumerable<PortMatch> cuts)
    {
        var starts = new SortedSet<int> { 0 };
        foreach (var cut in cuts.Where(cut => cut.Protocol == protocol))
        {
            starts.Add(cut.Ports.First);
            starts.Add(cut.Ports.Last + 1);
        }

        starts.Add(PortRange.All.Last + 1);
        return starts.Zip(starts.Skip(1), (first, next) => new PortMatch(protocol, new PortRange((ushort)first, (ushort)(next - 1))));
    }

    private static PortMatch Whole(Protocol protocol) => new(protocol, PortRange.All);

    private static string Word(IGrouping<Protocol, PortMatch> ports)
    {
        var name = Whole(ports.Key).ToString();
        return ports.First().Ports == PortRange.All ? name : $"{name}/{string.Join(',', ports.Select(port => port.PortsText).Where(text => text.Length > 0))}";
    }

    private bool Contains(PortMatch? atom)
        => atom is { } port ? Ports.Any(range => range.Matches(port.Protocol, port.Ports.First)) : Others;

    private PortSpace Combine(PortSpace other, Func<bool, bool, bool> both)
        => Of([.. Ports, .. other.Ports], atom => both(Contains(atom), other.Contains(atom)));
}

using HostWall.Core.Addressing;

namespace HostWall.Core.Evaluate;

/// <summary>A part of all protocols and ports.</summary>
/// <param name="Ports">Sorted, disjoint, and merged where they touch.</param>
/// <param name="Others">Whether protocols that a policy cannot name, as GRE or ESP, are part of it.</param>
public sealed record PortSpace(EquatableArray<PortMatch> Ports, bool Others)
{
    public static readonly PortSpace None = new([], Others: false);

    public static readonly PortSpace All = new([.. Enum.GetValues<Protocol>().Select(Whole)], Others: true);

    private static readonly EquatableArray<PortMatch> Publishable = [Whole(Protocol.Tcp), Whole(Protocol.Udp), Whole(Protocol.Sctp)];

    /// <summary>What is only part of it where the receiver publishes it; nothing of <see cref="Ports"/>.</summary>
    public EquatableArray<PortMatch> Published { get; init; }

    public bool IsEmpty => this == None;

    /// <summary>Every protocol and port, those included that a policy cannot name.</summary>
    public bool EveryPort => this == All;

    /// <summary>For people: <c>tcp/80,443 udp</c>; <c>all</c>, <c>none</c>; <c>other</c> for what a policy cannot name, <c>published</c> for what the receiver publishes.</summary>
    public string Text
    {
        get
        {
            if (EveryPort)
            {
                return "all";
            }

            var words = WordsOf(Ports);
            if (Others)
            {
                words.Add("other");
            }

            if (!Published.IsEmpty)
            {
                words.Add(Published == Publishable ? "published" : $"published({string.Join(' ', WordsOf(Published))})");
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

    /// <summary>This, and where the receiver publishes it what is in the other.</summary>
    internal PortSpace And(PortSpace published) => this with { Published = published.Plain(this, (there, here) => there && !here).Ports };

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

    private static List<string> WordsOf(EquatableArray<PortMatch> ports) => [.. ports.GroupBy(port => port.Protocol).Select(Word)];

    private static PortMatch Whole(Protocol protocol) => new(protocol, PortRange.All);

    private static string Word(IGrouping<Protocol, PortMatch> ports)
    {
        var name = Whole(ports.Key).ToString();
        return ports.First().Ports == PortRange.All ? name : $"{name}/{string.Join(',', ports.Select(port => port.PortsText).Where(text => text.Length > 0))}";
    }

    private bool Contains(PortMatch? atom)
        => atom is { } port ? Has(Ports, port) : Others;

    private static bool Has(EquatableArray<PortMatch> ports, PortMatch atom) => ports.Any(range => range.Matches(atom.Protocol, atom.Ports.First));

    private PortSpace Combine(PortSpace other, Func<bool, bool, bool> both)
    {
        var always = Plain(other, both);
        return Published.IsEmpty && other.Published.IsEmpty ? always : always.And(WherePublished.Plain(other.WherePublished, both));
    }

    /// <summary>What is part of it where the receiver publishes it.</summary>
    private PortSpace WherePublished => Of([.. Ports, .. Published], atom => Contains(atom) || (atom is { } port && Has(Published, port)));

    private PortSpace Plain(PortSpace other, Func<bool, bool, bool> both)
        => Of([.. Ports, .. other.Ports], atom => both(Contains(atom), other.Contains(atom)));
}

using HostWall.Core.Addressing;

namespace HostWall.Core.Rules;

/// <summary>The compiled whole, blind to the backend: what changes with the policy, and what changes with the containers.</summary>
public sealed record RuleSet(Layout Layout, EquatableArray<Element> Elements)
{
    /// <summary>The same with nothing known of those addresses: whoever has one is unlabelled.</summary>
    public RuleSet Without(IReadOnlySet<Address> addresses)
        => this with { Elements = [.. Elements.Where(element => AddressOf(element) is not { } address || !addresses.Contains(address))] };

    private static Address? AddressOf(Element element) => element switch
    {
        Element.InSet(_, var key) => key.Address,
        Element.InContainerPorts port => port.Key.Address,
        Element.Dispatch(_, var key, _) => key.Address,
        Element.InHostPorts or Element.Serve or Element.Link => null,
        _ => throw new System.Diagnostics.UnreachableException($"no element {element}"),
    };
}

/// <summary>What depends on the policy alone.</summary>
/// <param name="Chains">Base chains and regular chains; a jump or goto names one of them.</param>
/// <param name="Counters">Names of counters; they outlive the layout.</param>
/// <param name="ForeignPatterns">Names of bridges that are never Docker's; may end in <c>*</c>.</param>
public sealed record Layout(
    EquatableArray<SetDeclaration> Sets,
    EquatableArray<MapDeclaration> Maps,
    EquatableArray<Chain> Chains,
    EquatableArray<string> Counters,
    EquatableArray<string> ForeignPatterns)
{
    /// <summary>The set of links that holds the foreign bridges; <see cref="Match.FromBridge"/> and its kin look there.</summary>
    public const string ForeignSet = "foreign";
}

/// <summary>A set that matches refer to.</summary>
public abstract record SetDeclaration
{
    private SetDeclaration(string name, string comment) => (Name, Comment) = (name, comment);

    public string Name { get; }

    /// <summary>For people who read the kernel's listing.</summary>
    public string Comment { get; }

    /// <summary>Holds <see cref="Element.InSet"/>: containers' addresses, both families.</summary>
    public sealed record Endpoints(string Name, string Comment) : SetDeclaration(Name, Comment);

    /// <summary>Holds <see cref="Element.Link"/>: names of links.</summary>
    public sealed record Links(string Name, string Comment) : SetDeclaration(Name, Comment);

    /// <summary>Holds <see cref="Element.InContainerPorts"/>: containers' addresses with ports of theirs.</summary>
    public sealed record ContainerPorts(string Name, string Comment) : SetDeclaration(Name, Comment);

    /// <summary>Holds <see cref="Element.InHostPorts"/>: ports of the host, with or without the address.</summary>
    public sealed record HostPorts(string Name, string Comment) : SetDeclaration(Name, Comment);

    /// <summary>What the kernel remembers for a limit; it outlives the layout, and nothing but packets fills it. A limit with other figures has another name.</summary>
    /// <param name="Timeout">How long an entry stays; null for as long as it has open flows.</param>
    public sealed record Memory(string Name, string Comment, CountBy By, TimeSpan? Timeout) : SetDeclaration(Name, Comment)
    {
        /// <summary>Bounded, so that no flood of sources fills the kernel's memory: a source for which there is no room is denied.</summary>
        public const int Size = 65536;
    }

    /// <summary>A group's addresses: sorted, disjoint, fixed by the policy.</summary>
    public sealed record Addresses(string Name, string Comment, EquatableArray<Cidr> Cidrs) : SetDeclaration(Name, Comment);
}

/// <summary>A map from what a packet says to the chain that judges it.</summary>
public abstract record MapDeclaration
{
    private MapDeclaration(string name, string comment) => (Name, Comment) = (name, comment);

    public string Name { get; }

    /// <summary>For people who read the kernel's listing.</summary>
    public string Comment { get; }

    /// <summary>Keyed by (link it came in by, source address); holds <see cref="Element.Dispatch"/>.</summary>
    public sealed record BySource(string Name, string Comment) : MapDeclaration(Name, Comment);

    /// <summary>Keyed by (link it leaves by, destination address); holds <see cref="Element.Dispatch"/>.</summary>
    public sealed record ByDestination(string Name, string Comment) : MapDeclaration(Name, Comment);

    /// <summary>Keyed by protocol and destination port on the host, with or without the destination address; holds <see cref="Element.Serve"/>.</summary>
    public sealed record ByHostPort(string Name, string Comment) : MapDeclaration(Name, Comment);
}

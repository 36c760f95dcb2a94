using HostWall.Core.Addressing;

namespace HostWall.Core.Rules;

/// <summary>One element of a set or map: all that changes when containers come and go.</summary>
public abstract record Element
{
    private Element()
    {
    }

    /// <summary>The set or map that holds it.</summary>
    public abstract string Holder { get; }

    /// <summary>The holder, then what the element says: ordinal order of it makes texts reproducible. It is made anew with every call.</summary>
    internal abstract string SortKey { get; }

    /// <summary>A container's address in an endpoint set.</summary>
    public sealed record InSet(string Set, EndpointKey Key) : Element
    {
        public override string Holder => Set;

        internal override string SortKey => $"{Set} {Sortable(Key)}";
    }

    /// <summary>A link's name in a set of links.</summary>
    public sealed record Link(string Set, string Name) : Element
    {
        public override string Holder => Set;

        internal override string SortKey => $"{Set} {Name}";
    }

    /// <summary>A port of a container's address.</summary>
    public sealed record InContainerPorts(string Set, EndpointKey Key, Protocol Protocol, ushort Port) : Element
    {
        public override string Holder => Set;

        internal override string SortKey
            => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Set} {Sortable(Key)} {(int)Protocol} {Port:d5}");
    }

    /// <summary>A port of the host.</summary>
    /// <param name="HostAddress">Null for every address of that family.</param>
    public sealed record InHostPorts(string Set, Family Family, Address? HostAddress, Protocol Protocol, ushort Port) : Element
    {
        public override string Holder => Set;

        internal override string SortKey => $"{Set} {Sortable(Family, HostAddress, Protocol, Port)}";
    }

    /// <summary>Sends a container's address to a chain.</summary>
    public sealed record Dispatch(string Map, EndpointKey Key, string Chain) : Element
    {
        public override string Holder => Map;

        internal override string SortKey => $"{Map} {Sortable(Key)} {Chain}";
    }

    /// <summary>Sends a published port of the host to a chain.</summary>
    /// <param name="HostAddress">Null for every address of that family.</param>
    public sealed record Serve(string Map, Family Family, Address? HostAddress, Protocol Protocol, ushort HostPort, string Chain) : Element
    {
        public override string Holder => Map;

        internal override string SortKey => $"{Map} {Sortable(Family, HostAddress, Protocol, HostPort)} {Chain}";
    }

    private static string Sortable(Family family, Address? host, Protocol protocol, ushort port)
        => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(int)family} {host?.Bits ?? 0:x32} {(int)protocol} {port:d5}");

    private static string Sortable(EndpointKey key)
        => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{key.Bridge} {(int)key.Address.Family} {key.Address.Bits:x32}");
}

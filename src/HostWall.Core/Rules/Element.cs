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

        internal override string SortKey
            => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Map} {(int)Family} {HostAddress?.Bits ?? 0:x32} {(int)Protocol} {HostPort:d5} {Chain}");
    }

    private static string Sortable(EndpointKey key)
        => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{key.Bridge} {(int)key.Address.Family} {key.Address.Bits:x32}");
}

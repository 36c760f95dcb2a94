namespace HostWall.Core.Addressing;

/// <summary>
/// A type of ICMP by nft's name for it, which stands for both families' where both have it. In a <see cref="PortMatch"/> and in a flow
/// its <see cref="Ordinal"/> stands where other protocols have the port, so that whatever holds of ports holds of types.
/// </summary>
/// <param name="Ordinal">The place in <see cref="All"/>; it is kept nowhere and may change with the list.</param>
/// <param name="V4">The number in ICMP; null where only ICMPv6 has the type.</param>
/// <param name="V6">The number in ICMPv6; null where only ICMP has the type.</param>
public sealed record IcmpType(ushort Ordinal, string Name, byte? V4, byte? V6)
{
    /// <summary>Stands for every type without a name.</summary>
    public const ushort Unnamed = 0;

    private static readonly (string Name, byte? V4, byte? V6)[] Table =
    [
        ("echo-request", 8, 128),
        ("echo-reply", 0, 129),
        ("destination-unreachable", 3, 1),
        ("packet-too-big", null, 2),
        ("time-exceeded", 11, 3),
        ("parameter-problem", 12, 4),
        ("source-quench", 4, null),
        ("redirect", 5, null),
        ("router-advertisement", 9, null),
        ("router-solicitation", 10, null),
        ("timestamp-request", 13, null),
        ("timestamp-reply", 14, null),
        ("info-request", 15, null),
        ("info-reply", 16, null),
        ("address-mask-request", 17, null),
        ("address-mask-reply", 18, null),
        ("mld-listener-query", null, 130),
        ("mld-listener-report", null, 131),
        ("mld-listener-done", null, 132),
        ("nd-router-solicit", null, 133),
        ("nd-router-advert", null, 134),
        ("nd-neighbor-solicit", null, 135),
        ("nd-neighbor-advert", null, 136),
        ("nd-redirect", null, 137),
        ("router-renumbering", null, 138),
        ("ind-neighbor-solicit", null, 141),
        ("ind-neighbor-advert", null, 142),
        ("mld2-listener-report", null, 143),
    ];

    /// <summary>In the order of their ordinals, the first of which is 1.</summary>
    public static readonly EquatableArray<IcmpType> All = [.. Table.Select((row, index) => new IcmpType((ushort)(index + 1), row.Name, row.V4, row.V6))];

    public static readonly IcmpType EchoRequest = All[0];

    public static readonly IcmpType PacketTooBig = All[3];

    /// <summary>The type of that name, or null.</summary>
    public static IcmpType? Find(string name) => All.FirstOrDefault(type => string.Equals(type.Name, name, StringComparison.Ordinal));

    /// <summary>The types in a range of ordinals; a type without a name is not among them.</summary>
    public static IEnumerable<IcmpType> In(PortRange ordinals) => All.Where(type => ordinals.Contains(type.Ordinal));
}

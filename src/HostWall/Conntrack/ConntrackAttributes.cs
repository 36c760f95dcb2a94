namespace HostWall.Conntrack;

/// <summary>What an entry holds.</summary>
internal static class ConntrackAttribute
{
    public const ushort OriginalTuple = 1;
    public const ushort ReplyTuple = 2;
    public const ushort Status = 3;
    public const ushort Id = 12;
    public const ushort Zone = 18;
}

/// <summary>What a tuple holds.</summary>
internal static class TupleAttribute
{
    public const ushort Addresses = 1;
    public const ushort Protocol = 2;
}

/// <summary>A tuple's addresses.</summary>
internal static class AddressAttribute
{
    public const ushort SourceV4 = 1;
    public const ushort DestinationV4 = 2;
    public const ushort SourceV6 = 3;
    public const ushort DestinationV6 = 4;
}

/// <summary>A tuple's protocol and what it tells flows apart by.</summary>
internal static class ProtocolAttribute
{
    public const ushort Number = 1;
    public const ushort SourcePort = 2;
    public const ushort DestinationPort = 3;
    public const ushort IcmpId = 4;
    public const ushort IcmpType = 5;
    public const ushort IcmpCode = 6;
    public const ushort IcmpV6Id = 7;
    public const ushort IcmpV6Type = 8;
    public const ushort IcmpV6Code = 9;
}

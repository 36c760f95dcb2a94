using System.Buffers.Binary;

namespace HostWall.Netlink;

/// <summary>A message to netfilter in the making (linux/netfilter/nfnetlink.h).</summary>
/// <param name="family">An address family; 0 for all or none.</param>
internal sealed class NetlinkRequest(ushort type, ushort flags, ushort resource = 0, byte family = 0)
{
    private const int Header = 20;
    private const ushort NestedFlag = 0x8000;

    private readonly List<byte> _attributes = [];

    public void Add(ushort type, ReadOnlySpan<byte> value) => Write(_attributes, type, value);

    /// <summary>Adds an attribute that is made of attributes.</summary>
    public void AddNested(ushort type, ReadOnlySpan<byte> attributes) => Write(_attributes, (ushort)(type | NestedFlag), attributes);

    /// <summary>One attribute, to stand inside another.</summary>
    public static byte[] Attribute(ushort type, ReadOnlySpan<byte> value)
    {
        var bytes = new List<byte>();
        Write(bytes, type, value);
        return [.. bytes];
    }

    /// <summary>One attribute that is made of attributes, to stand inside another.</summary>
    public static byte[] Nested(ushort type, ReadOnlySpan<byte> attributes) => Attribute((ushort)(type | NestedFlag), attributes);

    public byte[] ToBytes()
    {
        byte[] bytes = [.. new byte[Header], .. _attributes];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, bytes.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(4), type);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(6), flags);
        bytes[16] = family;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(18), resource);
        return bytes;
    }

    private static void Write(List<byte> bytes, ushort type, ReadOnlySpan<byte> value)
    {
        bytes.AddRange(BitConverter.GetBytes((ushort)(4 + value.Length)));
        bytes.AddRange(BitConverter.GetBytes(type));
        bytes.AddRange(value);
        bytes.AddRange(new byte[-value.Length & 3]);
    }
}

using System.Buffers.Binary;

namespace HostWall.Netlink;

/// <summary>The attributes of a message or of a nested attribute, one after the other; what is cut off ends them.</summary>
internal struct NetlinkAttributes(ReadOnlyMemory<byte> attributes)
{
    private const int Header = 4;

    /// <summary>Without the flags for "nested" and "network byte order".</summary>
    private const int TypeMask = 0x3FFF;

    private ReadOnlyMemory<byte> _rest = attributes;

    public int Type { get; private set; }

    public ReadOnlyMemory<byte> Value { get; private set; }

    public readonly NetlinkAttributes Nested => new(Value);

    public bool Next()
    {
        if (_rest.Length < Header || BinaryPrimitives.ReadUInt16LittleEndian(_rest.Span) is var length && (length < Header || length > _rest.Length))
        {
            return false;
        }

        Type = BinaryPrimitives.ReadUInt16LittleEndian(_rest.Span[2..]) & TypeMask;
        Value = _rest[Header..length];
        _rest = _rest[Math.Min((length + 3) & ~3, _rest.Length)..];
        return true;
    }
}

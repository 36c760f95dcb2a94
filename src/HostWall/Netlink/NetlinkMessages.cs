using System.Buffers.Binary;

namespace HostWall.Netlink;

/// <summary>The messages of one datagram from netfilter, one after the other; what is cut off ends them.</summary>
internal struct NetlinkMessages(ReadOnlyMemory<byte> datagram)
{
    private const int Header = 16;

    /// <summary>Of netfilter's own header behind netlink's: family, version, resource.</summary>
    private const int NetfilterHeader = 4;

    private const ushort ErrorMessage = 2;
    private const ushort DoneMessage = 3;

    private ReadOnlyMemory<byte> _rest = datagram;
    private ReadOnlyMemory<byte> _body;

    public ushort Type { get; private set; }

    /// <summary>Of an acknowledgement or the end of a list: the error's number, 0 for success; null for every other message.</summary>
    public readonly int? Error => Type is ErrorMessage or DoneMessage
        ? (_body.Length >= sizeof(int) ? -BinaryPrimitives.ReadInt32LittleEndian(_body.Span) : 0)
        : null;

    public readonly NetlinkAttributes Attributes => new(_body.Length >= NetfilterHeader ? _body[NetfilterHeader..] : default);

    public bool Next()
    {
        if (_rest.Length < Header || BinaryPrimitives.ReadInt32LittleEndian(_rest.Span) is var length && (length < Header || length > _rest.Length))
        {
            return false;
        }

        Type = BinaryPrimitives.ReadUInt16LittleEndian(_rest.Span[4..]);
        _body = _rest[Header..length];
        _rest = _rest[Math.Min((length + 3) & ~3, _rest.Length)..];
        return true;
    }
}

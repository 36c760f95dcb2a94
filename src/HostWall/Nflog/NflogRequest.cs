using System.Buffers.Binary;
using HostWall.Netlink;

namespace HostWall.Nflog;

/// <summary>The messages that ask the kernel for a log group (linux/netfilter/nfnetlink_log.h).</summary>
internal static class NflogRequest
{
    private const ushort ConfigMessage = (4 << 8) | 1;
    private const ushort RequestAndAcknowledge = 1 | 4;

    private const ushort Command = 1;
    private const ushort Mode = 2;
    private const ushort Timeout = 4;
    private const ushort QueueThreshold = 5;
    private const ushort Flags = 6;

    /// <summary>Become the group's reader. Refused with EBUSY where there is one already.</summary>
    public static byte[] Bind(ushort group) => Message(group, (Command, [1]));

    /// <summary>Copy that many bytes of each packet, hand each over at once, and number them so that a loss shows.</summary>
    public static byte[] Configure(ushort group, uint copyRange)
    {
        var mode = new byte[6];
        BinaryPrimitives.WriteUInt32BigEndian(mode, copyRange);
        mode[4] = 2;
        return Message(group, (Mode, mode), (Timeout, [0, 0, 0, 10]), (QueueThreshold, [0, 0, 0, 1]), (Flags, [0, 1]));
    }

    private static byte[] Message(ushort group, params ReadOnlySpan<(ushort Type, byte[] Value)> attributes)
    {
        var request = new NetlinkRequest(ConfigMessage, RequestAndAcknowledge, group);
        foreach (var (type, value) in attributes)
        {
            request.Add(type, value);
        }

        return request.ToBytes();
    }
}

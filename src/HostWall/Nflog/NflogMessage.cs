using System.Buffers.Binary;
using System.Text;
using HostWall.Netlink;

namespace HostWall.Nflog;

/// <summary>One logged packet as the kernel hands it over.</summary>
/// <param name="Prefix">The rule's log prefix.</param>
/// <param name="In">Index of the link it came in by; 0 for none.</param>
/// <param name="Out">Index of the link it leaves by; 0 for none.</param>
/// <param name="Sequence">Counts the group's messages, lost ones too.</param>
internal readonly record struct NflogMessage(string Prefix, int In, int Out, uint Sequence, ReadOnlyMemory<byte> Payload)
{
    private const ushort PacketMessage = 4 << 8;

    /// <summary>Reads every message of a datagram; what is not a logged packet is passed over.</summary>
    /// <exception cref="NflogRefusedException">The kernel answered a request with an error.</exception>
    public static IEnumerable<NflogMessage> ReadAll(ReadOnlyMemory<byte> datagram)
    {
        var messages = new NetlinkMessages(datagram);
        while (messages.Next())
        {
            if (messages.Error is { } error and not 0)
            {
                throw new NflogRefusedException(error);
            }

            if (messages.Type == PacketMessage)
            {
                yield return Read(messages.Attributes);
            }
        }
    }

    private static NflogMessage Read(NetlinkAttributes attributes)
    {
        var message = new NflogMessage("", 0, 0, 0, default);
        while (attributes.Next())
        {
            var value = attributes.Value;
            message = attributes.Type switch
            {
                4 when value.Length == 4 => message with { In = BinaryPrimitives.ReadInt32BigEndian(value.Span) },
                5 when value.Length == 4 => message with { Out = BinaryPrimitives.ReadInt32BigEndian(value.Span) },
                9 => message with { Payload = value },
                10 => message with { Prefix = Encoding.ASCII.GetString(value.Span).TrimEnd('\0') },
                12 when value.Length == 4 => message with { Sequence = BinaryPrimitives.ReadUInt32BigEndian(value.Span) },
                _ => message,
            };
        }

        return message;
    }
}

/// <summary>The kernel refused the log group: another program reads it, or logging is not built in.</summary>
internal sealed class NflogRefusedException(int error) : Exception($"the kernel refused the log group: {Explain(error)}")
{
    private const int NotPermitted = 1;
    private const int Busy = 16;

    /// <summary>Asked for a group that has a reader, the kernel says "not permitted" (seen on 6.18) rather than "busy".</summary>
    private static string Explain(int error) => error switch
    {
        NotPermitted => "another program reads it, or the capability CAP_NET_ADMIN is missing",
        Busy => "another program reads it",
        _ => $"errno {error}",
    };
}

using System.Buffers.Binary;
using System.Text;

namespace HostWall.Nflog;

/// <summary>One logged packet as the kernel hands it over.</summary>
/// <param name="Prefix">The rule's log prefix.</param>
/// <param name="In">Index of the link it came in by; 0 for none.</param>
/// <param name="Out">Index of the link it leaves by; 0 for none.</param>
/// <param name="Sequence">Counts the group's messages, lost ones too.</param>
internal readonly record struct NflogMessage(string Prefix, int In, int Out, uint Sequence, ReadOnlyMemory<byte> Payload)
{
    private const ushort PacketMessage = 4 << 8;
    private const ushort ErrorMessage = 2;

    /// <summary>Reads every message of a datagram; what is not a logged packet is passed over.</summary>
    /// <exception cref="NflogRefusedException">The kernel answered a request with an error.</exception>
    public static IEnumerable<NflogMessage> ReadAll(ReadOnlyMemory<byte> datagram)
    {
        while (datagram.Length >= 16)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(datagram.Span);
            if (length < 16 || length > datagram.Length)
            {
                yield break;
            }

            var type = BinaryPrimitives.ReadUInt16LittleEndian(datagram.Span[4..]);
            if (type == ErrorMessage && length >= 20 && BinaryPrimitives.ReadInt32LittleEndian(datagram.Span[16..]) is var error && error != 0)
            {
                throw new NflogRefusedException(-error);
            }

            if (type == PacketMessage && length >= 20)
            {
                yield return Read(datagram[20..length]);
            }

            datagram = datagram[Math.Min((length + 3) & ~3, datagram.Length)..];
        }
    }

    private static NflogMessage Read(ReadOnlyMemory<byte> attributes)
    {
        var message = new NflogMessage("", 0, 0, 0, default);
        while (attributes.Length >= 4)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(attributes.Span);
            if (length < 4 || length > attributes.Length)
            {
                break;
            }

            var value = attributes[4..length];
            message = (BinaryPrimitives.ReadUInt16LittleEndian(attributes.Span[2..]) & 0x7FFF) switch
            {
                4 when value.Length == 4 => message with { In = BinaryPrimitives.ReadInt32BigEndian(value.Span) },
                5 when value.Length == 4 => message with { Out = BinaryPrimitives.ReadInt32BigEndian(value.Span) },
                9 => message with { Payload = value },
                10 => message with { Prefix = Encoding.ASCII.GetString(value.Span).TrimEnd('\0') },
                12 when value.Length == 4 => message with { Sequence = BinaryPrimitives.ReadUInt32BigEndian(value.Span) },
                _ => message,
            };
            attributes = attributes[Math.Min((length + 3) & ~3, attributes.Length)..];
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

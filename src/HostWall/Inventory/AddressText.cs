using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using HostWall.Core.Addressing;

namespace HostWall.Inventory;

/// <summary>Addresses as Docker and the kernel's tools print them; what an operator writes is read by the strict parsers of Core.</summary>
internal static class AddressText
{
    /// <summary>The address, with or without a prefix length behind it; null when there is none.</summary>
    public static Address? Read(string? text)
    {
        var bare = text.AsSpan();
        if (bare.IndexOf('/') is var slash and >= 0)
        {
            bare = bare[..slash];
        }

        if (!IPAddress.TryParse(bare, out var address))
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? new Address(Family.IPv4, BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : new Address(Family.IPv6, BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }
}

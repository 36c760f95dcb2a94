using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using HostWall.KernelTests.Harness;

namespace HostWall.KernelTests.Limits;

/// <summary>Datagrams that each begin a flow: every one has a source port, or a source address, that none before it had.</summary>
internal static class NewFlows
{
    private const int FirstPort = 1024, Ports = 60_000;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// Sends at a steady pace; how many went out, in what time, and for how much of it the machine was too busy to send. What it kept back is not sent
    /// afterwards, beyond a twentieth of a second's: that would be a burst.
    /// </summary>
    public static async Task<(int Sent, TimeSpan Took, TimeSpan Stalled)> SendAsync(string from, IPAddress source, IPEndPoint to, int perSecond, TimeSpan time)
    {
        using var socket = await InNamespace.RunAsync(from, () => OpenRaw(source));
        var destination = new IPEndPoint(to.Address, 0);
        using var timer = new PeriodicTimer(Tick);
        var watch = Stopwatch.StartNew();
        var (sent, left, most) = (0, 0, Math.Max(1, perSecond / 20));
        while (watch.Elapsed < time && sent < Ports)
        {
            await timer.WaitForNextTickAsync();
            var due = (int)(perSecond * watch.Elapsed.TotalSeconds) - left;
            left += Math.Max(0, due - sent - most);
            for (var until = Math.Min(due, sent + most); sent < until; sent++)
            {
                socket.SendTo(Datagram((ushort)(FirstPort + sent), (ushort)to.Port), destination);
            }
        }

        return (sent, watch.Elapsed, TimeSpan.FromSeconds((double)left / perSecond));
    }

    /// <summary>Sends one datagram from each of so many addresses, upwards from the first, whether they are the sender's own or not.</summary>
    public static async Task SendFromEachAsync(string from, IPAddress first, int count, IPEndPoint to)
    {
        using var socket = await InNamespace.RunAsync(from, () => new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Raw));
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.HeaderIncluded, true);
        var source = BinaryPrimitives.ReadUInt32BigEndian(first.GetAddressBytes());
        for (var i = 0; i < count; i++)
        {
            socket.SendTo(Packet(source + (uint)i, to), new IPEndPoint(to.Address, 0));
            if (i % 500 == 499)
            {
                // A queue of the kernel that runs over is no fault of the rules.
                await Task.Yield();
            }
        }
    }

    private static Socket OpenRaw(IPAddress source)
    {
        const int Ipv6Checksum = 7, ChecksumOfUdp = 6;
        var socket = new Socket(source.AddressFamily, SocketType.Raw, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(source, 0));
        if (source.AddressFamily == AddressFamily.InterNetworkV6)
        {
            socket.SetRawSocketOption((int)SocketOptionLevel.IPv6, Ipv6Checksum, BitConverter.GetBytes(ChecksumOfUdp));
        }

        return socket;
    }

    /// <summary>A UDP header and one byte; over IPv4 a checksum of 0 stands for none.</summary>
    private static byte[] Datagram(ushort sourcePort, ushort port)
    {
        var datagram = new byte[9];
        BinaryPrimitives.WriteUInt16BigEndian(datagram, sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(2), port);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(4), (ushort)datagram.Length);
        return datagram;
    }

    /// <summary>The same behind an IPv4 header, whose length and checksum the kernel fills in.</summary>
    private static byte[] Packet(uint source, IPEndPoint to)
    {
        var packet = new byte[20 + 9];
        packet[0] = 0x45;
        packet[8] = 64;
        packet[9] = (byte)ProtocolType.Udp;
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(12), source);
        to.Address.GetAddressBytes().CopyTo(packet, 16);
        Datagram(FirstPort, (ushort)to.Port).CopyTo(packet, 20);
        return packet;
    }
}

using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace HostWall.KernelTests.Harness;

/// <summary>
/// Counts every IP packet that enters a network namespace, by source address and before any firewall of the namespace:
/// "not one packet arrived" is said by this, not by a server that saw no connection.
/// </summary>
public sealed class PacketTap : IAsyncDisposable
{
    // ETH_P_ALL in network byte order, which is how the kernel wants it.
    private const ProtocolType EveryProtocol = (ProtocolType)0x0300;
    private readonly ConcurrentDictionary<IPAddress, int> _packets = new();
    private readonly ConcurrentDictionary<(IPAddress Source, int Port), int> _ports = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Socket _socket;
    private readonly Task _reader;

    private PacketTap(Socket socket)
    {
        _socket = socket;
        _reader = ReadAsync();
    }

    /// <summary>Packets that came from this source so far.</summary>
    public int From(IPAddress source) => _packets.GetValueOrDefault(source);

    /// <summary>TCP and UDP packets to this port so far, whatever source they bear; those that leave the namespace too.</summary>
    public int To(int port) => _ports.Where(count => count.Key.Port == port).Sum(count => count.Value);

    /// <summary>The same, from one source.</summary>
    public int To(int port, IPAddress from) => _ports.GetValueOrDefault((from, port));

    /// <summary>Starts counting in the namespace at <paramref name="path"/>.</summary>
    public static Task<PacketTap> StartAsync(string path) => InNamespace.RunAsync(path, () =>
        new PacketTap(new Socket(AddressFamily.Packet, SocketType.Dgram, EveryProtocol) { ReceiveBufferSize = 4 << 20 }));

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _reader;
        _socket.Dispose();
        _end.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[65536];
        try
        {
            while (true)
            {
                var length = await _socket.ReceiveAsync(buffer, _end.Token);
                if (Source(buffer.AsSpan(0, length)) is not { } source)
                    continue;
                _packets.AddOrUpdate(source, 1, (_, count) => count + 1);
                if (Port(buffer.AsSpan(0, length)) is { } port)
                    _ports.AddOrUpdate((source, port), 1, (_, count) => count + 1);
            }
        }
        catch (OperationCanceledException)
        {
            // DisposeAsync.
        }
    }

    /// <summary>A datagram socket of this family gives packets from their IP header on.</summary>
    private static IPAddress? Source(ReadOnlySpan<byte> packet) => packet switch
    {
        { Length: >= 20 } when packet[0] >> 4 == 4 => new IPAddress(packet.Slice(12, 4)),
        { Length: >= 40 } when packet[0] >> 4 == 6 => new IPAddress(packet.Slice(8, 16)),
        _ => null,
    };

    /// <summary>The destination port of TCP (6) and UDP (17).</summary>
    private static int? Port(ReadOnlySpan<byte> packet) => packet switch
    {
        { Length: >= 24 } when packet[0] >> 4 == 4 && packet[9] is (6 or 17) => Port(packet, (packet[0] & 0xf) * 4),
        { Length: >= 44 } when packet[0] >> 4 == 6 && packet[6] is (6 or 17) => Port(packet, 40),
        _ => null,
    };

    private static int? Port(ReadOnlySpan<byte> packet, int header) =>
        packet.Length >= header + 4 ? BinaryPrimitives.ReadUInt16BigEndian(packet[(header + 2)..]) : null;
}

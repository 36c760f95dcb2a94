using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using HostWall.Core.Addressing;
using HostWall.KernelTests.Harness;
using HostWall.KernelTests.Rules;
using HostWall.Scenarios.Grid;

namespace HostWall.KernelTests.Grid;

/// <summary>Answers at every port of every end of the grid, from one thread: TCP by accepting, UDP by an echo, SCTP by an INIT ACK written by hand. ICMP is the kernel's.</summary>
internal sealed class Responder : IAsyncDisposable
{
    private static readonly TimeSpan LookForTheEnd = TimeSpan.FromMilliseconds(100);

    private readonly List<(BareSocket Socket, Protocol Protocol, Family Family)> _sockets;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _ending;

    private Responder(List<(BareSocket, Protocol, Family)> sockets)
    {
        _sockets = sockets;
        new Thread(Serve) { IsBackground = true, Name = "responder" }.Start();
    }

    public static async Task<Responder> StartAsync(Func<string, string> pathOf)
    {
        var all = await Task.WhenAll(GridWorld.Names.Select(name => InNamespace.RunAsync(pathOf(name), () => Listen(name))));
        return new Responder([.. all.SelectMany(sockets => sockets)]);
    }

    /// <summary>Whether SCTP can be spoken in the namespace: with raw sockets that is so even where the kernel has no SCTP itself.</summary>
    public static Task<bool> CanSctpAsync(string path) => InNamespace.RunAsync(path, () =>
    {
        try
        {
            using var socket = BareSocket.Open(Family.IPv6, Protocol.Sctp);
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    });

    public async ValueTask DisposeAsync()
    {
        _ending = true;
        await _ended.Task;
        foreach (var (socket, _, _) in _sockets)
        {
            socket.Dispose();
        }
    }

    /// <summary>Bound to the address that is called: one that is bound to all might answer from another.</summary>
    private static List<(BareSocket, Protocol, Family)> Listen(string name)
    {
        var sockets = new List<(BareSocket, Protocol, Family)>();
        foreach (var family in Enum.GetValues<Family>())
        {
            var address = Lab.AddressOf(GridWorld.AddressOf(name, family));
            foreach (var (protocol, port) in Cell.Ports.Where(at => at.Protocol != Protocol.Icmp))
            {
                var socket = BareSocket.Open(family, protocol);
                socket.Bind(new IPEndPoint(address, protocol == Protocol.Sctp ? 0 : port));
                if (protocol == Protocol.Tcp)
                {
                    socket.Listen();
                }

                sockets.Add((socket, protocol, family));
            }
        }

        return sockets;
    }

    private void Serve()
    {
        var entries = _sockets.Select(open => new PollEntry { Descriptor = open.Socket.Descriptor, Wanted = BareSocket.Readable }).ToArray();
        var buffer = new byte[2048];
        var senders = Enum.GetValues<Family>().ToDictionary(family => family, family => new SocketAddress(family == Family.IPv4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6));
        while (!_ending)
        {
            BareSocket.Poll(entries, LookForTheEnd);
            for (var i = 0; i < entries.Length; i++)
            {
                if (entries[i].Seen != 0)
                {
                    var (socket, protocol, family) = _sockets[i];
                    Answer(socket, protocol, family, buffer, senders[family]);
                }
            }
        }

        _ended.SetResult();
    }

    private static void Answer(BareSocket socket, Protocol protocol, Family family, byte[] buffer, SocketAddress sender)
    {
        if (protocol == Protocol.Tcp)
        {
            socket.AcceptAll();
            return;
        }

        while (socket.ReceiveFrom(buffer, sender) is var length and >= 0)
        {
            if (protocol == Protocol.Udp)
            {
                socket.SendTo(buffer.AsSpan(0, length), sender);
            }
            else if (SctpPacket.AnswerTo(SctpPacket.Payload(buffer.AsSpan(0, length), family)) is { } answer)
            {
                socket.SendTo(answer, sender);
            }
        }
    }
}

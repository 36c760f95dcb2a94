using System.ComponentModel;
using System.Net.Sockets;
using HostWall.Core.Evaluate;
using HostWall.Netlink;

namespace HostWall.Conntrack;

/// <summary>Connection tracking by netfilter's netlink socket (ctnetlink).</summary>
public sealed class KernelConntrack : IConntrack
{
    private const int NoSuchEntry = 2;

    /// <summary>The kernel fills at most 32 KiB at a time.</summary>
    private const int ReceiveSize = 64 * 1024;

    public IEnumerable<TrackedFlow> List()
    {
        using var socket = Open();
        Send(socket, ConntrackRequest.List());
        var buffer = new byte[ReceiveSize];
        while (true)
        {
            var messages = new NetlinkMessages(buffer.AsMemory(0, Receive(socket, buffer)));
            while (messages.Next())
            {
                if (messages.Error is { } error)
                {
                    if (error != 0)
                    {
                        throw Refused("list the open flows", error);
                    }

                    yield break;
                }

                if (ConntrackMessage.Read(messages) is { } flow)
                {
                    yield return flow;
                }
            }
        }
    }

    public int End(IEnumerable<TrackedFlow> flows)
    {
        using var socket = Open();
        var buffer = new byte[ReceiveSize];
        var ended = 0;
        foreach (var flow in flows)
        {
            Send(socket, ConntrackRequest.Delete(flow));
            var messages = new NetlinkMessages(buffer.AsMemory(0, Receive(socket, buffer)));
            if (!messages.Next() || messages.Error is not { } error)
            {
                throw new ConntrackException("the kernel did not say whether it ended an open flow");
            }

            if (error is not (0 or NoSuchEntry))
            {
                throw Refused("end an open flow", error);
            }

            ended += error == 0 ? 1 : 0;
        }

        return ended;
    }

    private static Socket Open()
    {
        try
        {
            var socket = NetlinkSocket.Open();
            socket.ReceiveTimeout = 5000; // the answer is there when the request has been sent; without one, better an error than a daemon that waits
            return socket;
        }
        catch (Win32Exception failure)
        {
            throw new ConntrackException($"the kernel's connection tracking cannot be reached: {failure.Message}", failure);
        }
    }

    private static void Send(Socket socket, byte[] request)
    {
        try
        {
            socket.Send(request);
        }
        catch (SocketException failure)
        {
            throw new ConntrackException($"the kernel's connection tracking takes no request: {failure.Message}", failure);
        }
    }

    private static int Receive(Socket socket, byte[] buffer)
    {
        try
        {
            return socket.Receive(buffer);
        }
        catch (SocketException failure)
        {
            throw new ConntrackException($"the kernel's connection tracking does not answer: {failure.Message}", failure);
        }
    }

    private static ConntrackException Refused(string what, int error) => new($"the kernel refused to {what}: {new Win32Exception(error).Message} (errno {error})");
}

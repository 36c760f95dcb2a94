using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace HostWall.Systemd;

/// <summary>Tells systemd how the service is (sd_notify). Silent where nobody listens, as on a terminal.</summary>
/// <remarks>The hosting library's own notifier stays silent under ProtectProc=invisible and knows no watchdog.</remarks>
public sealed partial class Notifier(string? socketPath, ILogger<Notifier> log)
{
    public static Notifier FromEnvironment(ILogger<Notifier> log) => new(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"), log);

    public void Ready() => Send("READY=1");

    public void Alive() => Send("WATCHDOG=1");

    public void Stopping() => Send("STOPPING=1");

    private void Send(string message)
    {
        if (string.IsNullOrEmpty(socketPath))
        {
            return;
        }

        // A path that begins with @ is in the abstract namespace, which the kernel writes as a leading zero byte.
        var endPoint = new UnixDomainSocketEndPoint(socketPath[0] == '@' ? $"\0{socketPath[1..]}" : socketPath);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            socket.SendTo(Encoding.UTF8.GetBytes(message), endPoint);
        }
        catch (SocketException failure)
        {
            // systemd is busy or restarts itself; a firewall does not end for that, and the next message tells the same.
            NotNotified(log, failure.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "systemd was not told how the service is: {Reason}")]
    private static partial void NotNotified(ILogger log, string reason);
}

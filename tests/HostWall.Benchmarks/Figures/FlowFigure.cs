using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using HostWall.Conntrack;
using HostWall.Core.Addressing;
using HostWall.Core.Desired;
using HostWall.Core.Evaluate;
using HostWall.Programs;

namespace HostWall.Benchmarks.Figures;

/// <summary>What it takes to look through the open flows of a host and to end them, in the namespace it is started in.</summary>
internal static class FlowFigure
{
    private const int Containers = 1000;
    private const int Flows = 10_000;
    private const int Rounds = 10;

    public static async Task PrintAsync()
    {
        // A namespace made for this has a loopback that is down, and nothing else.
        if (NetworkInterface.GetAllNetworkInterfaces().Any(link => link.OperationalStatus != OperationalStatus.Down))
        {
            throw new InvalidOperationException("these figures open flows: run them in a network namespace of their own (unshare --net)");
        }

        await PrepareAsync();
        var conntrack = new KernelConntrack();
        var desired = Binder.Bind(Workload.Policy(), Workload.Snapshot(Containers));
        var (looking, ending) = (new Samples(), new Samples());
        for (var round = 0; round < Rounds; round++)
        {
            Open(desired);
            var judge = new FlowJudge(desired, new HashSet<Address>(), TimeProvider.System.GetUtcNow());
            var closed = await looking.TimeAsync(() => Task.FromResult(conntrack.List().Where(judge.MustEnd).ToList()));
            var ended = await ending.TimeAsync(() => Task.FromResult(conntrack.End(closed)));
            if (ended < Flows * 9 / 10)
            {
                throw new InvalidOperationException($"of {Flows} flows {ended} were ended: the policy closes all but a few");
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {Flows} | list and judge | {looking} |"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {Flows} | end | {ending} |"));
    }

    /// <summary>Every address of the containers is the loopback's, and what it carries is tracked.</summary>
    private static async Task PrepareAsync()
    {
        var programs = new ProgramRunner(TimeProvider.System);
        await RunAsync("ip", ["link", "set", "lo", "up"], "");
        await RunAsync("ip", ["addr", "add", "10.113.0.1/16", "dev", "lo"], "");
        await RunAsync("nft", ["-f", "-"], "table inet tracking { chain output { type filter hook output priority 0; ct state invalid drop; }; }");

        async Task RunAsync(string tool, string[] arguments, string input)
            => _ = await programs.RunAsync(new ProgramCall(tool, [.. arguments]) { Input = input }, CancellationToken.None);
    }

    /// <summary>One datagram from one container to another for each flow.</summary>
    private static void Open(DesiredState desired)
    {
        var addresses = desired.Members.Select(member => member.Key.Address).Where(address => address.Family == Family.IPv4).Select(address => IPAddress.Parse(address.ToString())).ToList();
        for (var sender = 0; sender < addresses.Count; sender++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(addresses[sender], 30_000));
            for (var i = 1; i <= Flows / addresses.Count; i++)
            {
                socket.SendTo([1], new IPEndPoint(addresses[(sender + i) % addresses.Count], 9000 + i));
            }
        }
    }
}

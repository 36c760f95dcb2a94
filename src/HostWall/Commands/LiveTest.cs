using System.Net;
using HostWall.Control.Messages;
using HostWall.Probing;

namespace HostWall.Commands;

/// <summary>Sends what the daemon says is to be sent, and holds what is seen against what the policy says.</summary>
internal static class LiveTest
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(500);

    /// <summary>What did not get through and should have is tried once more: a first IPv6 packet may wait a second for its neighbour's address. What did get through is proof.</summary>
    private static readonly TimeSpan PatientLimit = TimeSpan.FromSeconds(2);

    public static async Task<LiveReport> RunAsync(CheckReport tests, ProbesReport plan, CancellationToken cancellation)
    {
        var probes = plan.Probes;
        var sights = new Sight[probes.Length];
        await SendAsync(index => probes[index].Ends is not null, Limit);

        await SendAsync(index => probes[index].Ends is { Passes: true } && Agrees(probes[index], sights[index]) == false, PatientLimit);
        var results = probes.Zip(sights, Result).ToList();
        return new LiveReport(tests.Passed && results.All(result => result.Agrees != false), tests.Tests, tests.Invariants, [.. results]);

        async Task SendAsync(Func<int, bool> which, TimeSpan limit)
        {
            var chosen = Enumerable.Range(0, probes.Length).Where(which).ToList();
            var seen = await Prober.SendAsync([.. chosen.Select(index => Target(probes[index].Ends!))], limit, cancellation); // only those with ends are chosen
            for (var i = 0; i < chosen.Count; i++)
            {
                sights[chosen[i]] = seen[i];
            }
        }
    }

    private static ProbeTarget Target(ProbeEndsMessage ends) => new(
        ends.FromPid,
        ends.FromPid == 0 ? null : IPAddress.Parse(ends.FromAddress),
        ends.ToPid,
        new IPEndPoint(IPAddress.Parse(ends.ToAddress), ends.Port),
        ends.Protocol switch
        {
            "tcp" => ProbeProtocol.Tcp,
            "udp" => ProbeProtocol.Udp,
            _ => ProbeProtocol.Icmp,
        });

    /// <summary>Null where nothing was seen. Dropped and rejected are both no way through: somebody else's rules may refuse before HostWall's do.</summary>
    private static bool? Agrees(PlannedProbeMessage probe, Sight? sight) => sight switch
    {
        Sight.Passes => probe.Ends is { Passes: true },
        Sight.Dropped or Sight.Rejected => probe.Ends is { Passes: false },
        _ => null,
    };

    private static ProbeResultMessage Result(PlannedProbeMessage probe, Sight? sight) => new(
        probe.Test,
        probe.From,
        probe.To,
        probe.Port,
        probe.Ends is not { } sent ? null : sent.ToAddress.Contains(':', StringComparison.Ordinal) ? "ipv6" : "ipv4",
        probe.Ends?.Verdict,
        sight switch
        {
            Sight.Passes => "passes",
            Sight.Dropped => "dropped",
            Sight.Rejected => "rejected",
            _ => null,
        },
        Agrees(probe, sight),
        sight is Sight.Nothing nothing ? nothing.Why : probe.WhyNot ?? probe.Ends?.DecidedBy ?? "",
        probe.Origin);
}

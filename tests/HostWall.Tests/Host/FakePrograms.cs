using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using HostWall.Host;
using HostWall.Programs;

namespace HostWall.Tests.Host;

/// <summary>The kernel's links as <c>ip</c> and <c>modprobe</c> would show and change them.</summary>
internal sealed class FakePrograms : IProgramRunner
{
    private readonly Channel<string> _monitor = Channel.CreateUnbounded<string>();

    /// <summary>Bridges and whether they are switched to filtering.</summary>
    public ConcurrentDictionary<string, bool> Bridges { get; } = new();

    /// <summary>Further addresses of bridges, as <c>ip</c> shows them, and the bridges they stand on.</summary>
    public ConcurrentDictionary<string, string> Addresses { get; } = new();

    /// <summary>Containers' links by index, and the bridges they are ports of.</summary>
    public ConcurrentDictionary<int, string> Ports { get; } = new();

    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Commands that fail, by their beginning.</summary>
    public ConcurrentDictionary<string, ToolException> Failing { get; } = new();

    /// <summary>The namespace's own switches; null until the module is loaded, which switches them on.</summary>
    public BridgeSysctls? Sysctls { get; set; } = new BridgeSysctls(IPv4: false, IPv6: false);

    public string? ShownInstead { get; set; }

    public void TellMonitor(string line) => _monitor.Writer.TryWrite(line);

    public Task<ProgramResult> TryRunAsync(ProgramCall call, CancellationToken cancellation)
    {
        var line = call.ToString();
        Calls.Enqueue(line);
        if (Failing.FirstOrDefault(pair => line.StartsWith(pair.Key, StringComparison.Ordinal)).Value is { } failure)
        {
            return Task.FromException<ProgramResult>(failure);
        }

        if (line == "modprobe br_netfilter")
        {
            Sysctls = new BridgeSysctls(IPv4: true, IPv6: true);
        }
        else if (call.Arguments is ["link", "set", "dev", var bridge, ..])
        {
            Bridges[bridge] = true;
        }

        return Task.FromResult(new ProgramResult(0, line.StartsWith("ip -j", StringComparison.Ordinal) ? ShownInstead ?? Show() : "", ""));
    }

    public async IAsyncEnumerable<string> LinesAsync(ProgramCall call, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var line in _monitor.Reader.ReadAllAsync(cancellation))
        {
            yield return line;
        }
    }

    private string Show()
    {
        var bridges = Bridges.Select((bridge, i) => $$$"""
            {"ifindex": {{{i + 10}}}, "ifname": "{{{bridge.Key}}}", "linkinfo": {"info_kind": "bridge",
             "info_data": {"gc_timer": 0.5, "group_fwd_mask": "0", "nf_call_iptables": {{{(bridge.Value ? 1 : 0)}}}, "nf_call_ip6tables": {{{(bridge.Value ? 1 : 0)}}}}},
             "addr_info": [{"local": "fe80::1", "prefixlen": 64}{{{string.Concat(Addresses.Where(pair => pair.Value == bridge.Key).Select(pair => $", {pair.Key}"))}}}]}
            """);
        var ports = Ports.Select(port => $$"""{"ifindex": {{port.Key}}, "ifname": "veth{{port.Key}}", "master": "{{port.Value}}", "linkinfo": {"info_kind": "veth"}, "addr_info": []}""");
        return $$$"""
            [{"ifindex": 1, "ifname": "lo", "addr_info": [{"family": "inet", "local": "127.0.0.1"}, {"family": "inet6", "local": "::1"}]},
             {"ifindex": 2, "ifname": "eth0", "linkinfo": {"info_kind": "veth"}, "addr_info": [{"local": "192.0.2.1"}, {}]},
             {{{string.Join(',', bridges.Concat(ports))}}}]
            """;
    }
}

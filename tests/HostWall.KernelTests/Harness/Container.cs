using System.Net;

namespace HostWall.KernelTests.Harness;

/// <summary>A container as it runs: its process, its network namespace and its addresses by network.</summary>
public sealed record Container(string Id, string Name, int Pid, IReadOnlyDictionary<string, ContainerAddresses> Networks)
{
    /// <summary>For <see cref="InNamespace"/>, probes and listeners; stands while the container runs.</summary>
    public string NamespacePath => $"/proc/{Pid}/ns/net";

    /// <summary>The address on the only, or the first, network.</summary>
    public IPAddress V4 => Networks.Values.First().V4
        ?? throw new InvalidOperationException($"{Name} has no IPv4 address");

    /// <summary>The address on the only, or the first, network.</summary>
    public IPAddress V6 => Networks.Values.First().V6
        ?? throw new InvalidOperationException($"{Name} has no IPv6 address");
}

/// <summary>The addresses of a container on one network.</summary>
public sealed record ContainerAddresses(IPAddress? V4, IPAddress? V6, string? Mac);

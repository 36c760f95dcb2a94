using System.Globalization;

namespace HostWall.KernelTests.Harness;

/// <summary>A network namespace made for a test and gone with it.</summary>
public sealed class NetworkNamespace : IAsyncDisposable
{
    private const string Prefix = "hwt-";
    private const string Folder = "/run/netns";
    private static int _count;

    private NetworkNamespace(string name) => Name = name;

    public string Name { get; }

    /// <summary>The file that stands for the namespace: for <see cref="InNamespace"/>, probes and listeners.</summary>
    public string NamespacePath => Path.Combine(Folder, Name);

    /// <summary>A new namespace with its loopback up.</summary>
    public static async Task<NetworkNamespace> CreateAsync()
    {
        var number = Interlocked.Increment(ref _count);
        if (number == 1)
            await RemoveOrphansAsync();
        var created = new NetworkNamespace(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{number}"));
        await Tool.RunAsync("ip", ["netns", "add", created.Name]);
        await created.IpAsync("link set lo up");
        // The kernel sends one ICMP error a second to a peer: a reject after another would look like a drop.
        await created.SetAsync("net.ipv4.icmp_ratelimit", "0");
        await created.SetAsync("net.ipv6.icmp.ratelimit", "0");
        return created;
    }

    /// <summary>Connects two namespaces by a veth pair; the names are those of its ends.</summary>
    public static Task ConnectAsync(NetworkNamespace left, string leftLink, NetworkNamespace right, string rightLink) =>
        left.IpAsync($"link add {leftLink} type veth peer name {rightLink} netns {right.Name}");

    /// <summary>Runs lines of <c>ip -batch</c> here: <c>addr add 192.0.2.1/24 dev eth0</c>.</summary>
    public Task IpAsync(params string[] lines) =>
        Tool.RunAsync("ip", ["-n", Name, "-batch", "-"], string.Join('\n', lines) + "\n");

    /// <summary>Loads an nft script here.</summary>
    public Task NftAsync(string script) => RunAsync("nft", ["-f", "-"], script);

    /// <summary>Sets a sysctl of the namespace: <c>net.ipv4.ip_forward</c>.</summary>
    public Task SetAsync(string name, string value) => InNamespace.RunAsync(NamespacePath, () =>
    {
        File.WriteAllText($"/proc/sys/{name.Replace('.', '/')}", value);
        return name;
    });

    /// <summary>Runs a program here and gives its standard output.</summary>
    public Task<string> RunAsync(string program, IEnumerable<string> arguments, string input = "", CancellationToken cancel = default) =>
        Tool.RunAsync("nsenter", [$"--net={NamespacePath}", "--", program, .. arguments], input, cancel: cancel);

    public async ValueTask DisposeAsync() => await Tool.RunAsync("ip", ["netns", "delete", Name]);

    /// <summary>The name carries the process that made the namespace: a run that was killed leaves them to the next.</summary>
    private static async Task RemoveOrphansAsync()
    {
        if (!Directory.Exists(Folder))
            return;
        foreach (var name in Directory.EnumerateFiles(Folder, Prefix + "*").Select(Path.GetFileName).OfType<string>())
        {
            var owner = name[Prefix.Length..].Split('-')[0];
            if (!Directory.Exists($"/proc/{owner}"))
                await Tool.RunAsync("ip", ["netns", "delete", name]);
        }
    }
}

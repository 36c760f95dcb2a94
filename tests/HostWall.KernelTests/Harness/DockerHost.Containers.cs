using System.Net;
using System.Text.Json;

namespace HostWall.KernelTests.Harness;

// What tests do with containers and networks, each through Docker's own client.
public sealed partial class DockerHost
{
    private const string BridgeFormat = """{{or (index .Options "com.docker.network.bridge.name") (printf "br-%.12s" .Id)}}""";

    /// <summary>A bridge network with IPv4 and IPv6; <paramref name="number"/> (0–255) chooses its subnets.</summary>
    public Task CreateNetworkAsync(string name, int number, params string[] options) => DockerAsync(
    [
        "network", "create", "--ipv6", "--subnet", $"10.113.{number}.0/24", "--subnet", $"2001:db8:c0de:{number:x}::/64",
        .. options, name,
    ]);

    public Task RemoveNetworkAsync(string name) => DockerAsync("network", "rm", name);

    /// <summary>Creates a container, connects it to all its networks and starts it.</summary>
    public async Task<Container> RunContainerAsync(ContainerSpec spec)
    {
        await CreateContainerAsync(spec);
        return await StartContainerAsync(spec.Name);
    }

    public async Task CreateContainerAsync(ContainerSpec spec)
    {
        await DockerAsync(spec.CreateArguments());
        foreach (var network in spec.Networks.Skip(1))
            await ConnectAsync(network, spec.Name);
    }

    public async Task<Container> StartContainerAsync(string name)
    {
        await DockerAsync("start", name);
        return await InspectAsync(name);
    }

    public Task StopContainerAsync(string name) => DockerAsync("stop", name);

    public Task RestartContainerAsync(string name) => DockerAsync("restart", name);

    public Task RenameContainerAsync(string name, string newName) => DockerAsync("rename", name, newName);

    public Task RemoveContainersAsync(params string[] names) => DockerAsync(["rm", "--force", "--volumes", .. names]);

    public Task ConnectAsync(string network, string container, params string[] options) =>
        DockerAsync(["network", "connect", .. options, network, container]);

    public Task DisconnectAsync(string network, string container) => DockerAsync("network", "disconnect", network, container);

    /// <summary>Removes every container and every network that is not Docker's own.</summary>
    public async Task RemoveEverythingAsync()
    {
        var containers = Lines(await DockerAsync("ps", "--all", "--quiet"));
        if (containers.Length > 0)
            await RemoveContainersAsync(containers);
        var networks = Lines(await DockerAsync("network", "ls", "--quiet", "--filter", "type=custom"));
        if (networks.Length > 0)
            await DockerAsync(["network", "rm", .. networks]);
    }

    /// <summary>The container as it is now.</summary>
    public async Task<Container> InspectAsync(string name)
    {
        using var document = JsonDocument.Parse(await DockerAsync("container", "inspect", name));
        var container = document.RootElement[0];
        var networks = container.GetProperty("NetworkSettings").GetProperty("Networks").EnumerateObject().ToDictionary(
            network => network.Name,
            network => new ContainerAddresses(
                Address(network.Value, "IPAddress"), Address(network.Value, "GlobalIPv6Address"), Text(network.Value, "MacAddress")),
            StringComparer.Ordinal);
        return new Container(
            Text(container, "Id") ?? throw new JsonException("a container without Id"),
            (Text(container, "Name") ?? name).TrimStart('/'),
            container.GetProperty("State").GetProperty("Pid").GetInt32(),
            networks);
    }

    /// <summary>Every running container with its addresses, a line each, in order: <c>web 10.113.1.2 2001:db8:c0de:1::2</c>.</summary>
    public async Task<string> RunningAsync()
    {
        var ids = Lines(await DockerAsync("ps", "--quiet"));
        if (ids.Length == 0)
            return "";
        try
        {
            const string format = "{{.State.Running}} {{.Name}}{{range .NetworkSettings.Networks}} {{.IPAddress}} {{.GlobalIPv6Address}}{{end}}";
            return string.Join('\n', Lines(await DockerAsync(["inspect", "--format", format, .. ids]))
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(words => words[0] == "true")
                .Select(words => string.Join(' ', [words[1][1..], .. words[2..].Order(StringComparer.Ordinal)]))
                .Order(StringComparer.Ordinal));
        }
        catch (ToolFailedException gone) when (gone.Errors.Contains("No such object", StringComparison.Ordinal))
        {
            return await RunningAsync();
        }
    }

    /// <summary>Who ought to be in which tier, by the label alone and in the form of <see cref="KernelMembers.Members"/>.</summary>
    public async Task<string> LabelledAsync()
    {
        var members = new List<string>();
        foreach (var id in Lines(await DockerAsync("ps", "--quiet", "--filter", "label=hostwall.tier")))
        {
            var tier = await DockerAsync("inspect", "--format", """{{index .Config.Labels "hostwall.tier"}}""", id);
            foreach (var (network, addresses) in (await InspectAsync(id)).Networks)
            {
                var bridge = await BridgeAsync(network);
                members.AddRange(new[] { addresses.V4, addresses.V6 }.Where(address => address is not null).Select(address => $"{tier} {bridge} {address}"));
            }
        }
        return string.Join('\n', members.Order(StringComparer.Ordinal));
    }

    /// <summary>The link of a bridge network in the host's namespace.</summary>
    public Task<string> BridgeAsync(string network) => DockerAsync("network", "inspect", "--format", BridgeFormat, network);

    /// <summary>The links of all bridge networks.</summary>
    public async Task<IReadOnlyList<string>> BridgesAsync() =>
        Lines(await DockerAsync(["network", "inspect", "--format", BridgeFormat, .. Lines(await DockerAsync("network", "ls", "--quiet", "--filter", "driver=bridge"))]));

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static IPAddress? Address(JsonElement element, string name) =>
        Text(element, name) is { } text ? IPAddress.Parse(text) : null;

    private static string? Text(JsonElement element, string name) =>
        element.GetProperty(name).GetString() is { Length: > 0 } text ? text : null;
}

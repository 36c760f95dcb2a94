using HostWall.Core;
using HostWall.Core.Addressing;
using HostWall.Core.Desired;
using HostWall.Core.Inventory;
using HostWall.Core.Policy;

namespace HostWall.Scenarios.Grid;

/// <summary>
/// The little world that every grid is about: three Compose projects (shop, blog, wiki), each with a bridge of its own and the services web, api and
/// db on it, a host, and one client in the world.
/// </summary>
public static class GridWorld
{
    public const string Host = "host", World = "world";

    /// <summary>Where probes come from. A policy's ranges of ports hold all of these or none, so that every answer is judged alike.</summary>
    public const ushort FirstSourcePort = 20_000, LastSourcePort = 31_999;

    private static readonly string[] Services = ["web", "api", "db"];

    /// <summary>Each has a network and a bridge.</summary>
    public static EquatableArray<string> Projects { get; } = ["shop", "blog", "wiki"];

    /// <summary>By service, so that selectors over images have something to tell apart.</summary>
    private static readonly string[] Images = ["nginx:1.27", "example.org/team/api:2", "postgres:16"];

    /// <summary>By project; wiki has no such label.</summary>
    private static readonly string?[] Environments = ["prod", "staging", null];

    /// <summary>PROJECT-SERVICE.</summary>
    public static EquatableArray<string> Containers { get; } = [.. Projects.SelectMany(_ => Services, (project, service) => $"{project}-{service}")];

    /// <summary>The host, the world's client and the containers: the rows and columns of every table.</summary>
    public static EquatableArray<string> Names { get; } = [Host, World, .. Containers];

    /// <summary>Each container in the tier of its service.</summary>
    public static Snapshot Labelled { get; } = With(name => name.Split('-')[1]);

    /// <summary>No container has a tier's label: what is selected is all that counts.</summary>
    public static Snapshot Unlabelled { get; } = With(_ => null);

    /// <summary>The containers with the label that <paramref name="tierOf"/> says; null for none.</summary>
    public static Snapshot With(Func<string, string?> tierOf) => new(
        [.. Projects.Select(project => new Network($"id-{project}", NetworkOf(project), BridgeOf(project)))],
        [.. Containers.Select(name => Container(name, tierOf(name)))],
        new HostLinks(
            [AddressOf(Host, Family.IPv4), AddressOf(Host, Family.IPv6)],
            [.. Projects.Select(BridgeOf)],
            [.. Projects.Select(BridgeOf)],
            []));

    /// <summary>Every web publishes tcp/80, every db tcp/5432 and udp/53, each at a port of the host of its own.</summary>
    public static Snapshot Publishing { get; } = Labelled with
    {
        Containers = [.. Labelled.Containers.Select((container, index) => container with { Published = [.. PublishedBy(container.Name.Split('-')[1], (ushort)(8000 + (10 * index)))] })],
    };

    /// <summary>The world with one container that Docker does not list: its address is there all the same.</summary>
    public static Snapshot Without(this Snapshot snapshot, string name)
        => snapshot with { Containers = [.. snapshot.Containers.Where(container => container.Name != name)] };

    /// <summary>The world with one container made anew, with another label, at the same address.</summary>
    public static Snapshot Recreated(this Snapshot snapshot, string name, string? tier)
    {
        var again = Container(name, tier) with { Id = $"id-{name}-again" };
        return snapshot with { Containers = [.. snapshot.Containers.Where(container => container.Name != name), again] };
    }

    public static Address AddressOf(string name, Family family)
    {
        if (name is Host or World)
        {
            return InventoryReader.ReadAddress((name, family) switch
            {
                (Host, Family.IPv4) => "192.0.2.10",
                (Host, _) => "2001:db8:2::10",
                (_, Family.IPv4) => "198.51.100.7",
                _ => "2001:db8:ffff::7",
            });
        }

        var words = name.Split('-');
        return Inside(words[0], 2 + Array.IndexOf(Services, words[1]), family);
    }

    /// <summary>An address on a project's network.</summary>
    public static Address Inside(string project, int own, Family family)
    {
        var network = 18 + IndexOf(project);
        return InventoryReader.ReadAddress(family == Family.IPv4 ? $"172.{network}.0.{own}" : $"fd00:{network}::{own}");
    }

    public static string NetworkOf(string project) => $"{project}_default";

    public static string BridgeOf(string project) => $"br-{project}";

    /// <summary>The end as the policy sees it now: a container that is not listed is in no tier.</summary>
    public static End EndOf(DesiredState desired, string name, Family family)
    {
        var address = AddressOf(name, family);
        if (name is Host or World)
        {
            return name == Host ? new End.Host(address) : new End.World(address);
        }

        var project = name.Split('-')[0];
        var at = new EndpointKey(BridgeOf(project), address);
        var known = desired.Containers.FirstOrDefault(bound => bound.Container.Name == name);
        return known is null ? new End.Container(name, Tier.Unlabelled, at) : new End.Container(known, NetworkOf(project), at);
    }

    private static IEnumerable<PublishedPort> PublishedBy(string service, ushort hostPort)
    {
        (Protocol Protocol, ushort Port)[] ports = service switch
        {
            "web" => [(Protocol.Tcp, 80)],
            "db" => [(Protocol.Tcp, 5432), (Protocol.Udp, 53)],
            _ => [],
        };
        return Enum.GetValues<Family>().SelectMany(family => ports.Select(port => new PublishedPort(port.Protocol, family, HostAddress: null, hostPort, port.Port)));
    }

    private static int IndexOf(string project) => Array.IndexOf([.. Projects], project);

    private static Container Container(string name, string? tier)
    {
        var (project, service) = (name.Split('-')[0], name.Split('-')[1]);
        Label[] labels =
        [
            new("com.docker.compose.config-hash", "0", FromImage: false),
            new("com.docker.compose.project", project, FromImage: false),
            new("com.docker.compose.service", service, FromImage: false),
            .. Environments[IndexOf(project)] is { } environment ? (Label[])[new Label("env", environment, FromImage: false)] : [],
            .. tier is null ? (Label[])[] : [new Label(TierAssignment.LabelKey, tier, FromImage: false)],
        ];
        return new Container(
            $"id-{name}",
            name,
            Images[Array.IndexOf(Services, service)],
            [.. labels],
            [new Endpoint(NetworkOf(project), BridgeOf(project), [AddressOf(name, Family.IPv4), AddressOf(name, Family.IPv6)])],
            []);
    }
}

using HostWall.Core.Addressing;
using HostWall.Core.Desired;
using HostWall.Core.Policy;
using HostWall.Core.Text;

namespace HostWall.Scenarios;

/// <summary>
/// A behaviour as a folder under <c>tests/Scenarios/cases</c>: <c>policy.toml</c>, <c>inventory.json</c>, <c>packets.txt</c>, and the rules as
/// text in <c>expected.nft</c>.
/// </summary>
/// <param name="Folder">The folder's path.</param>
/// <param name="Desired">The policy bound to the inventory.</param>
public sealed record Scenario(string Folder, DesiredState Desired, IReadOnlyList<PacketLine> Packets)
{
    /// <summary>The names of all scenarios, sorted.</summary>
    public static IReadOnlyList<string> Names
        => [.. Directory.EnumerateDirectories(Cases).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    private static string Cases { get; } = FindCases();

    /// <summary>When every packet comes: the kernel knows no other time, so that a scenario's windows must be open or closed whatever the time.</summary>
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public string PathOf(string file) => Path.Combine(Folder, file);

    public static Scenario Load(string name)
    {
        var folder = Path.Combine(Cases, name);
        string Read(string file) => File.ReadAllText(Path.Combine(folder, file));
        var reading = PolicyReader.Read([new SourceFile("policy.toml", Read("policy.toml"))]);
        var policy = reading.Document ?? throw new FormatException($"{name}: {string.Join('\n', reading.Diagnostics)}");
        return new Scenario(folder, Binder.Bind(policy, InventoryReader.Read(Read("inventory.json"))), PacketLine.ParseAll(Read("packets.txt")));
    }

    /// <summary>The packets that a line stands for: one, or one of each family.</summary>
    public IEnumerable<ScenarioPacket> Packet(PacketLine line)
        => Enum.GetValues<Family>().Where(family => line.Only is null || line.Only == family).Select(family => Packet(line, family));

    private ScenarioPacket Packet(PacketLine line, Family family)
    {
        var (from, to) = Ends.Of(Desired, line.From, line.To, family);
        return new ScenarioPacket(line, family, from, to, line.Way == PacketWay.Straight
            ? Journey.Of(from, to, line.Protocol, line.Port, line.State, Now)
            : ByPublishedPort(line, from, (End.Container)to));
    }

    private Journey ByPublishedPort(PacketLine line, End from, End.Container to)
    {
        var family = to.Address.Family;
        var container = Desired.Containers.Single(bound => bound.Container.Name == to.Name).Container;
        var published = container.Published.First(port
            => port.Protocol == line.Protocol && port.Family == family && port.ContainerPort == line.Port && (line.HostPort is null || line.HostPort == port.HostPort));
        var called = published.HostAddress ?? Desired.HostAddresses.First(address => address.Family == family);
        return line.Way == PacketWay.Served
            ? Journey.Served(from, to, line.Protocol, published.HostPort, line.Port, called, Now)
            : Journey.Translated(from, to, line.Protocol, published.HostPort, line.Port, called, Now);
    }

    private static string FindCases()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "HostWall.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"no HostWall.sln above {AppContext.BaseDirectory}");
        }

        return Path.Combine(folder, "tests", "Scenarios", "cases");
    }
}

/// <summary>A packet line in one family, with its ends found.</summary>
public sealed record ScenarioPacket(PacketLine Line, Family Family, End From, End To, Journey Journey);

using System.Diagnostics;
using System.Net;
using HostWall.Core.Desired;
using HostWall.Core.Rules;
using HostWall.Kernel;
using HostWall.KernelTests.Harness;
using HostWall.Scenarios;

namespace HostWall.KernelTests.Rules;

/// <summary>
/// Policies and containers change under a flood of packets, none of which is answered: to the rules every one of them begins a new flow. What all the
/// policies allow arrives, what all of them deny does not, without a single exception.
/// </summary>
public sealed class UpdateFloodTests(ITestOutputHelper output)
{
    private const int Switches = 100;
    private const int ElementChanges = 200;
    private const int Allowed = 5000;
    private const int DeniedByDefault = 5001;
    private const int DeniedByRule = 5002;

    private const string Web = """
        schema = 1

        [tiers.web]

        [tiers.db]

        [groups.clients]
        cidrs = ["198.51.100.0/24"]

        [[rules]]
        name   = "shut"
        from   = "any"
        to     = "web"
        ports  = ["udp/5002"]
        action = "deny"

        [[rules]]
        name  = "open"
        from  = "clients"
        to    = "web"
        ports = ["udp/5000"]
        """;

    private static readonly End.World Client = new(Given.Address("198.51.100.7"));
    private static readonly IPAddress Server = IPAddress.Parse("172.18.0.2");

    [Fact]
    public async Task No_packet_is_lost_and_none_slips_through_while_rules_and_containers_change()
    {
        TestGuard.RequireNamespaces();
        RuleSet[] policies = [Given.RuleSet(Web, Given.AContainer(0, "web")), Given.RuleSet(Web + "\n[[rules]]\nname = \"db\"\nfrom = \"web\"\nto = \"db\"", Given.AContainer(0, "web"))];
        var desired = Binder.Bind(Given.Policy(Web), Given.Nobody with { Containers = [Given.AContainer(0, "web")] });
        await using var lab = await Lab.StartAsync(desired, Client);
        var dataplane = NftHost.DataplaneOver(new NamespaceRunner(lab.Host));
        await dataplane.ApplyAsync(policies[0], CancellationToken.None);
        var server = lab.PathOf(new End.Container("c0", "web", desired.Members[0].Key));
        using var flood = new Flood(Server, Allowed, DeniedByDefault, DeniedByRule);
        var receivers = await flood.ReceiveAsync(server);
        var sending = flood.SendAsync(lab.PathOf(Client), Lab.AddressOf(Client.Address));

        var watch = Stopwatch.StartNew();
        for (var change = 0; change < Switches; change++)
        {
            (await dataplane.ApplyAsync(policies[(change + 1) % 2], CancellationToken.None)).ShouldBeOfType<Change.OfLayout>();
            for (var element = 0; element < ElementChanges / Switches; element++)
            {
                (await dataplane.ApplyAsync(With(policies[(change + 1) % 2], change, element), CancellationToken.None)).ShouldBeOfType<Change.OfElements>();
            }
        }

        flood.Stop();
        var sent = await sending;
        var received = await Task.WhenAll(receivers);
        output.WriteLine($"{Switches} switches and {ElementChanges} changes of elements in {watch.Elapsed.TotalSeconds:0.0} s");
        output.WriteLine($"allowed: {sent} sent, {sent - received[0]} lost; denied: {2 * sent} sent, {received[1] + received[2]} slipped through");
        received.ShouldBe([sent, 0, 0]);
        sent.ShouldBeGreaterThan(Switches);
    }

    /// <summary>Another container beside the one that is flooded: now one, now another.</summary>
    private static RuleSet With(RuleSet policy, int change, int element)
        => policy with { Elements = Given.RuleSet(Web, Given.AContainer(0, "web"), Given.AContainer(1 + (((2 * change) + element) % 7), element == 0 ? "web" : "db")).Elements };
}

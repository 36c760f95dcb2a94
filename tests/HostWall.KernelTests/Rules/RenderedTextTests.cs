using CsCheck;

namespace HostWall.KernelTests.Rules;

/// <summary>Whatever text the renderer can write, a real kernel takes it and lists it back.</summary>
public sealed class RenderedTextTests
{
    private static readonly string[] Tiers = ["web", "db", "log", "unlabelled"];
    private static readonly string[] Peers = ["any", "containers", "host", "world", "office", "one", "wide", .. Tiers];
    private static readonly string[] Ports = ["", "\"tcp\"", "\"icmp\"", "\"tcp/80\"", "\"udp/1-9\"", "\"sctp/7\", \"tcp/1-1023\", \"udp/53\"", "\"tcp\", \"udp/53\"", "\"icmp\", \"sctp\""];
    private static readonly string[] States = ["", "\"new\"", "\"established\"", "\"related\", \"invalid\"", "\"new\", \"untracked\"", "\"new\", \"established\", \"related\", \"invalid\", \"untracked\""];

    private static readonly Gen<string> AnyRule =
        from peers in Gen.Select(Gen.OneOf(Peers).Array[1, 3], Gen.OneOf(Peers).Array[0, 2], Gen.OneOf(Tiers))
        from ports in Gen.OneOf(Ports)
        from states in Gen.OneOf(States)
        from action in Gen.OneOf("allow", "deny", "reject")
        from log in Gen.Bool
        select $"""
            from   = {List(peers.Item1)}
            to     = {List([.. peers.Item2, peers.Item3])}
            action = "{action}"
            log    = {(log ? "true" : "false")}
            {(ports.Length == 0 ? "" : $"ports = [{ports}]")}
            {(states.Length == 0 ? "" : $"states = [{states}]")}
            """;

    private static readonly Gen<string> AnyPolicy =
        from defaults in Gen.OneOf("allow", "deny").Array[8]
        from rules in AnyRule.Array[0, 12]
        from mode in Gen.OneOf("enforce", "audit")
        select $"""
            schema = 1
            [settings]
            mode = "{mode}"
            {string.Join('\n', Tiers.Select((tier, index) => $"[tiers.{tier}]\ningress = \"{defaults[index]}\"\negress = \"{defaults[index + 4]}\""))}
            [groups.office]
            cidrs = ["203.0.113.0/24", "2001:db8:10::/48"]
            [groups.one]
            cidrs = ["192.0.2.1/32"]
            [groups.wide]
            cidrs  = ["0.0.0.0/0", "::/0"]
            except = ["10.0.0.0/9", "10.128.0.0/16", "fe80::/10", "2001:db8::1/128"]
            {string.Join('\n', rules.Select((rule, index) => $"[[rules]]\nname = \"r{index}\"\n{rule}"))}
            """;

    [Theory]
    [InlineData("enforce")]
    [InlineData("audit")]
    public async Task All_that_the_policy_language_has_is_taken(string mode)
    {
        await using var host = await NftHost.StartAsync();
        var policy = Given.Everything.Replace("schema = 1", $"schema = 1\n[settings]\nmode = \"{mode}\"", StringComparison.Ordinal);

        await host.ApplyAsync(Given.RuleSet(policy, Given.AContainer(1, "web"), Given.AContainer(2, "db"), Given.AContainer(3, "log"), Given.AContainer(4, "nosuch")));

        (await host.ReadAsync()).Drift.ShouldBeNull();
    }

    [Fact]
    public async Task A_policy_of_a_thousand_rules_and_many_groups_is_taken_with_a_thousand_containers()
    {
        await using var host = await NftHost.StartAsync();
        var groups = Enumerable.Range(0, 200).Select(n => $"[groups.g{n}]\ncidrs = [\"10.{n}.0.0/16\", \"2001:db8:{n + 1:x}::/48\"]");
        var rules = Enumerable.Range(0, 1000).Select(n => $"[[rules]]\nname = \"r{n}\"\nfrom = \"g{n % 200}\"\nto = \"{Tiers[n % 3]}\"\nports = [\"tcp/{n + 1}\"]");
        var policy = $"schema = 1\n[tiers.web]\n[tiers.db]\n[tiers.log]\n{string.Join('\n', groups)}\n{string.Join('\n', rules)}";

        await host.ApplyAsync(Given.RuleSet(policy, [.. Enumerable.Range(1, 1000).Select(n => Given.AContainer(n, Tiers[n % 3]))]));

        (await host.ReadAsync()).Drift.ShouldBeNull();
    }

    [Fact]
    public async Task Whatever_policy_and_containers_come_after_one_another_the_kernel_takes_them()
    {
        await using var host = await NftHost.StartAsync();
        var containers = Gen.Select(Gen.Int[1, 9], Gen.OneOf(Tiers)).Array[0, 6];
        await Gen.Select(AnyPolicy, containers, containers).SampleAsync(
            async (policy, first, second) =>
            {
                foreach (var members in (IEnumerable<(int, string)>[])[first, second])
                {
                    await host.ApplyAsync(Given.RuleSet(policy, [.. members.DistinctBy(member => member.Item1).Select(member => Given.AContainer(member.Item1, member.Item2))]));
                    (await host.ReadAsync()).Drift.ShouldBeNull();
                }
            },
            iter: 40,
            threads: 1);
    }

    private static string List(IEnumerable<string> names) => $"[{string.Join(", ", names.Distinct().Select(name => $"\"{name}\""))}]";
}

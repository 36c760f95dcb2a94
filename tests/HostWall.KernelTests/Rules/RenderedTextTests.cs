using CsCheck;

namespace HostWall.KernelTests.Rules;

/// <summary>Whatever text the renderer can write, a real kernel takes it and lists it back.</summary>
public sealed class RenderedTextTests
{
    private static readonly string[] Tiers = ["web", "db", "log", "unlabelled"];
    private static readonly string[] Narrowed = ["{ tier = \"web\", project = \"p1\" }", "{ name = \"c?\" }", "{ tier = \"unlabelled\", label = { a = \"*\" } }"];
    private static readonly string[] Peers = [.. ((string[])["any", "containers", "host", "world", "office", "one", "wide", "linked", .. Tiers]).Select(name => $"\"{name}\""), .. Narrowed];
    private static readonly string[] Ports = ["\"published\"", "\"published\", \"icmp/echo-request\", \"icmp/nd-redirect\"", "", "\"tcp\"", "\"icmp\"", "\"tcp/80\"", "\"udp/1-9\"", "\"sctp/7\", \"tcp/1-1023\", \"udp/53\"", "\"tcp\", \"udp/53\"", "\"icmp\", \"sctp\""];
    private static readonly string[] States = ["", "\"new\"", "\"established\"", "\"related\", \"invalid\"", "\"new\", \"untracked\"", "\"new\", \"established\", \"related\", \"invalid\", \"untracked\""];

    private static readonly Gen<string> AnyRule =
        from peers in Gen.Select(Gen.OneOf(Peers).Array[1, 3], Gen.OneOf(Peers).Array[0, 2], Gen.OneOf([.. Tiers.Select(tier => $"\"{tier}\""), .. Narrowed]))
        from ports in Gen.OneOf(Ports)
        from states in Gen.OneOf(States)
        from action in Gen.OneOf("allow", "deny", "reject")
        from log in Gen.Bool
        from same in Gen.OneOf("", "", "\"project\"", "\"network\", \"label:a\"")
        from limits in Gen.OneOf("", "rate = { limit = \"7/minute\", per = \"source\" }", "connections = { max = 3, per = \"destination\" }", "rate = { limit = \"9/second\" }\nconnections = { max = 4 }")
        from more in Gen.OneOf("", "", "mode = \"audit\"", "published = [\"tcp/80-90\", \"udp/53\"]", "when = { days = [\"sun\", \"wed\"], from = \"23:30\", to = \"00:10\" }", "expires = 2100-02-28T12:00:00+01:00")
        select $"""
            from   = {List(peers.Item1)}
            to     = {List([.. peers.Item2, peers.Item3])}
            action = "{action}"
            log    = {(log ? "true" : "false")}
            {(ports.Length == 0 ? "" : $"ports = [{ports}]")}
            {(states.Length == 0 ? "" : $"states = [{states}]")}
            {(same.Length == 0 || !peers.Item1.Any(CanBeContainer) ? "" : $"same = [{same}]")}
            {(action == "allow" && states.Length == 0 ? limits : "")}
            {more}
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
            [groups.linked]
            interfaces = ["eth0", "eth1"]
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

    private static string List(IEnumerable<string> peers) => $"[{string.Join(", ", peers.Distinct())}]";

    private static bool CanBeContainer(string peer)
        => peer is "\"any\"" or "\"containers\"" || Narrowed.Contains(peer) || Tiers.Any(tier => peer == $"\"{tier}\"");
}

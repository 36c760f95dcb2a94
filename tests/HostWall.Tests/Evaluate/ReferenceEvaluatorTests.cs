using HostWall.Core.Addressing;
using HostWall.Core.Policy;
using static HostWall.Tests.Evaluate.Policies;

namespace HostWall.Tests.Evaluate;

public sealed class ReferenceEvaluatorTests
{
    private static readonly PolicyDocument ThreeTiers = PolicyOf(
        [Closed("web"), ATier("api", Default.Allow, Default.Allow), Closed("db")],
        [AGroup("office", "203.0.113.0/24", "2001:db8:10::/48"), AGroup("metadata", "169.254.169.254/32")],
        Deny("no-metadata", "containers", "@metadata"),
        Allow("public-web", "world", "web", "tcp/80", "tcp/443"),
        Allow("web-to-api", "web", "api", "tcp/8080"),
        Reject("web-to-api-rest", "web", "api", "tcp"),
        Allow("office-admin", "@office,host", "db", "tcp/5432"));

    [Theory]
    [InlineData("world -> web tcp/80", "allow: rule public-web")]
    [InlineData("world -> web tcp/8080", "deny: ingress of web")]
    [InlineData("world -> web udp/80", "deny: ingress of web")]
    [InlineData("web -> api tcp/8080", "allow: rule web-to-api")]
    [InlineData("web -> api tcp/8081", "reject: rule web-to-api-rest")]
    [InlineData("web -> api udp/53", "deny: egress of web")]
    [InlineData("api -> api udp/53", "allow: defaults")]
    [InlineData("api -> db tcp/5432", "deny: ingress of db")]
    [InlineData("web -> db tcp/5432", "deny: ingress of db")]
    [InlineData("api -> world tcp/443", "allow: defaults")]
    [InlineData("web -> world tcp/443", "deny: egress of web")]
    [InlineData("unlabelled -> api tcp/1", "deny: egress of unlabelled")]
    [InlineData("host -> db tcp/5432", "allow: rule office-admin")]
    [InlineData("host -> web tcp/80", "deny: ingress of web")]
    [InlineData("api -> host tcp/22", "allow: defaults")]
    [InlineData("world -> host tcp/22", "allow: not ours")]
    [InlineData("host -> world icmp", "allow: not ours")]
    public void The_first_rule_that_matches_decides_else_both_defaults(string question, string answer)
        => ThreeTiers.Ask(question).ShouldBe(answer);

    [Theory]
    [InlineData("203.0.113.9 -> db tcp/5432", "allow: rule office-admin")]
    [InlineData("203.0.114.9 -> db tcp/5432", "deny: ingress of db")]
    [InlineData("2001:db8:10::1 -> db tcp/5432", "allow: rule office-admin")]
    [InlineData("2001:db8:11::1 -> db tcp/5432", "deny: ingress of db")]
    [InlineData("203.0.113.9 -> web tcp/80", "allow: rule public-web")]
    [InlineData("api -> 169.254.169.254 tcp/80", "deny: rule no-metadata")]
    public void A_group_is_the_part_of_the_world_that_it_names(string question, string answer)
        => ThreeTiers.Ask(question).ShouldBe(answer);

    [Theory]
    [InlineData("web -> db tcp/5432 untracked", "deny: ingress of db")]
    [InlineData("world -> web tcp/80 untracked", "deny: ingress of web")]
    [InlineData("web -> db tcp/5432 established", "allow: state")]
    [InlineData("web -> db tcp/5432 related", "allow: state")]
    [InlineData("world -> web tcp/80 invalid", "deny: state")]
    [InlineData("world -> host tcp/80 invalid", "allow: not ours")]
    public void Without_a_rule_for_it_the_state_decides(string question, string answer)
        => ThreeTiers.Ask(question).ShouldBe(answer);

    [Theory]
    [InlineData("web -> db tcp/1 established", "deny: rule cut")]
    [InlineData("web -> db tcp/1 related", "allow: state")]
    [InlineData("web -> db tcp/1 new", "deny: ingress of db")]
    [InlineData("web -> db tcp/1 invalid", "allow: rule odd")]
    public void A_rule_applies_in_its_states_alone(string question, string answer)
    {
        var policy = PolicyOf(
            [Closed("web"), Closed("db")],
            [],
            Deny("cut", "web", "db") with { States = ConntrackStates.Established },
            Allow("odd", "web", "db") with { States = ConntrackStates.Invalid | ConntrackStates.Untracked });
        policy.Ask(question).ShouldBe(answer);
    }

    [Theory]
    [InlineData(Default.Allow, Default.Allow, "allow: defaults")]
    [InlineData(Default.Allow, Default.Deny, "deny: ingress of b")]
    [InlineData(Default.Deny, Default.Allow, "deny: egress of a")]
    [InlineData(Default.Deny, Default.Deny, "deny: ingress of b")]
    public void Between_containers_both_defaults_must_allow(Default egress, Default ingress, string answer)
        => PolicyOf([ATier("a", Default.Deny, egress), ATier("b", ingress, Default.Deny)], []).Ask("a -> b icmp").ShouldBe(answer);

    [Theory]
    [InlineData("a -> b tcp/5", "deny: rule all")]
    [InlineData("a -> world udp/5", "deny: rule all")]
    [InlineData("host -> a icmp", "deny: rule all")]
    [InlineData("host -> world icmp", "allow: not ours")]
    public void Any_is_everybody_but_only_where_a_container_takes_part(string question, string answer)
        => PolicyOf([Closed("a"), Closed("b")], [], Deny("all", "any", "any")).Ask(question).ShouldBe(answer);
}

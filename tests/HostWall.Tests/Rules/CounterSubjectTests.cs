using HostWall.Core.Compile;
using HostWall.Core.Desired;
using HostWall.Core.Inventory;
using HostWall.Core.Rules;
using static HostWall.Tests.Evaluate.Policies;

namespace HostWall.Tests.Rules;

public sealed class CounterSubjectTests
{
    [Theory]
    [InlineData("rule_web-to-db")]
    [InlineData("default_ingress_db")]
    [InlineData("default_egress_db")]
    [InlineData("invalid")]
    [InlineData("default_")]
    public void A_name_comes_back_as_it_was(string name) => CounterSubject.Parse(name).Counter.ShouldBe(name);

    [Fact]
    public void Every_rule_and_default_of_a_policy_is_counted_by_a_counter_that_says_so()
    {
        var policy = PolicyOf([Closed("web"), Closed("db")], [], Allow("web-to-db", "web", "db", "tcp/5432"));
        var counters = RuleSetCompiler.Compile(Binder.Bind(policy, Snapshot.Empty)).Layout.Counters.Select(CounterSubject.Parse);
        counters.Where(subject => subject is not CounterSubject.Other).ShouldBe(
            [
                new CounterSubject.OfRule("web-to-db"),
                new CounterSubject.IngressDefault("web"),
                new CounterSubject.EgressDefault("web"),
                new CounterSubject.IngressDefault("db"),
                new CounterSubject.EgressDefault("db"),
                new CounterSubject.IngressDefault("unlabelled"),
                new CounterSubject.EgressDefault("unlabelled"),
            ],
            ignoreOrder: true);
    }
}

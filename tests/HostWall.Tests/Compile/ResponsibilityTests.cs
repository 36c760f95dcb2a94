using HostWall.Core.Compile;
using HostWall.Core.Desired;
using HostWall.Core.Evaluate;
using HostWall.Core.Inventory;
using HostWall.Core.Policy;
using HostWall.Core.Render;
using HostWall.Core.Text;

namespace HostWall.Tests.Compile;

public sealed class ResponsibilityTests
{
    private static readonly DesiredState Desired = Binder.Bind(
        PolicyReader.Read([new SourceFile("policy.toml", """
            schema = 1
            [tiers.web]
            [tiers.db]
            [[rules]]
            name = "web-to-db"
            from = "web"
            to = "db"
            owner = "dba"
            ticket = "OPS-7"
            description = "orders are \"written\" there"
            """)]).Document.ShouldNotBeNull(),
        Snapshot.Empty);

    [Fact]
    public void Who_answers_for_a_rule_and_why_it_is_there_stands_beside_it_in_the_kernel()
        => NftablesRenderer.Render(RuleSetCompiler.Compile(Desired), 1, new NftOptions(5, BridgeNames: false)).Prepare
            .ShouldContain("comment \"rule web-to-db, owner dba, ticket OPS-7: orders are ?written? there (policy.toml:4)\"");

    [Fact]
    public void Who_answers_for_a_rule_is_said_where_it_decides()
        => Explain("web", "db").Sentences.ShouldContain("rule web-to-db allows it (policy.toml:4; owner dba, ticket OPS-7)");

    private static Explanation Explain(string from, string to)
        => Explanation.Of(Desired, Find(from), Find(to), new(HostWall.Core.Addressing.Protocol.Tcp, new(80, 80)), DateTimeOffset.UnixEpoch).ShouldNotBeNull();

    private static Subject Find(string name) => PartyResolver.Resolve(Desired, name).ShouldBeOfType<Resolution.Found>().Subject;
}

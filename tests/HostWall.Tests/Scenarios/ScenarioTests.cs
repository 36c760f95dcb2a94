using HostWall.Core.Compile;
using HostWall.Core.Evaluate;
using HostWall.Core.Policy;
using HostWall.Core.Render;
using HostWall.Scenarios;

namespace HostWall.Tests.Scenarios;

/// <summary>Every scenario: what the policy decides and why, what the compiled rules do, and the text they come out as.</summary>
public sealed class ScenarioTests
{
    /// <summary>Set to 1, it writes the texts anew instead of comparing them; read the diff like code.</summary>
    private const string RewriteSwitch = "HOSTWALL_REWRITE";

    private static readonly NftOptions Options = new(NflogGroup: 100, BridgeNames: true);

    public static TheoryData<string> Names => [.. Scenario.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_policy_decides_each_packet_as_written(string name)
    {
        var scenario = Scenario.Load(name);
        foreach (var packet in scenario.Packets.SelectMany(scenario.Packet))
        {
            var decision = ReferenceEvaluator.Decide(scenario.Desired.Policy, packet.Journey.Flow);
            $"{decision.Action} by {DecisionText.Of(decision.Reason)}".ShouldBe($"{packet.Line.Action} by {packet.Line.Reason}", Place(name, packet));
            packet.Line.Enforced.ShouldBe(scenario.Desired.Policy.Settings.Mode == Mode.Enforce || decision.Passes, Place(name, packet));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_compiled_rules_do_to_each_packet_as_written(string name)
    {
        var scenario = Scenario.Load(name);
        var rules = new RuleSetEvaluator(RuleSetCompiler.Compile(scenario.Desired));
        foreach (var packet in scenario.Packets.SelectMany(scenario.Packet))
        {
            packet.Journey.FateUnder(rules).ShouldBe(Expected(packet.Line), Place(name, packet));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_nft_text_is_as_written(string name)
    {
        var scenario = Scenario.Load(name);
        var rendered = NftablesRenderer.Render(RuleSetCompiler.Compile(scenario.Desired), generation: 1, Options);
        ShouldBeTextOf(scenario.PathOf("expected.nft"), $"{rendered.Prepare}\n{rendered.Switch}");
    }

    private static void ShouldBeTextOf(string path, string text)
    {
        if (string.Equals(Environment.GetEnvironmentVariable(RewriteSwitch), "1", StringComparison.Ordinal))
        {
            File.WriteAllText(path, text);
        }

        text.ShouldBe(File.ReadAllText(path), $"to write {path} anew, set {RewriteSwitch}=1");
    }

    private static Fate Expected(PacketLine line) => line switch
    {
        { Passes: true } => Fate.Passed,
        { Action: RuleAction.Reject } => Fate.Rejected,
        _ => Fate.Dropped,
    };

    private static string Place(string name, ScenarioPacket packet) => $"{name}/packets.txt:{packet.Line.Number}, {packet.Family}";
}

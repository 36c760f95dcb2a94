using HostWall.Core.Addressing;
using HostWall.Core.Compile;
using HostWall.Core.Desired;
using HostWall.Core.Evaluate;

namespace HostWall.Scenarios.Grid;

/// <summary>What each of the two evaluators expects a cell's probe to meet.</summary>
/// <param name="at">When the probes are sent.</param>
public sealed class Judges(DesiredState desired, DateTimeOffset at)
{
    private static readonly ushort EchoReply = IcmpType.Find("echo-reply")!.Ordinal; // It is in the table.

    private readonly RuleSetEvaluator _evaluator = new(RuleSetCompiler.Compile(desired));
    private readonly Dictionary<(string Name, Family Family), End> _ends = (from name in GridWorld.Names
                                                                            from family in Enum.GetValues<Family>()
                                                                            select (Key: (name, family), End: GridWorld.EndOf(desired, name, family))).ToDictionary(end => end.Key, end => end.End);

    /// <summary>What the policy means.</summary>
    public Answer ByPolicy(Cell cell) => AnswerOf(cell, journey => journey.FateUnder(desired.Policy));

    /// <summary>What the compiled rules do.</summary>
    public Answer ByRules(Cell cell) => AnswerOf(cell, journey => journey.FateUnder(_evaluator));

    /// <summary>For people: why the policy decides so about the first packet.</summary>
    public string ReasonOf(Cell cell) => DecisionText.Of(ReferenceEvaluator.Decide(desired.Policy, Request(cell).Flow).Reason);

    /// <summary>Who asks sees an answer only where both his packet and the one that comes back pass. What rejects an answer tells the wrong one.</summary>
    private Answer AnswerOf(Cell cell, Func<Journey, Fate> fateOf) => fateOf(Request(cell)) switch
    {
        Fate.Rejected => Answer.Rejected,
        Fate.Dropped => Answer.Silent,
        Fate.Passed => fateOf(Reply(cell)) == Fate.Passed ? Answer.Open : Answer.Silent,
    };

    private Journey Request(Cell cell) => Journey.Of(_ends[(cell.From, cell.Family)], _ends[(cell.To, cell.Family)], cell.Protocol, cell.Port, ConntrackStates.New, at);

    private Journey Reply(Cell cell)
        => Journey.Of(_ends[(cell.To, cell.Family)], _ends[(cell.From, cell.Family)], cell.Protocol, cell.Protocol == Protocol.Icmp ? EchoReply : GridWorld.FirstSourcePort, ConntrackStates.Established, at);
}

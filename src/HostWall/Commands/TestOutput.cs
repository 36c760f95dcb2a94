using System.Collections.Immutable;
using HostWall.Commands.Output;
using HostWall.Control.Messages;

namespace HostWall.Commands;

/// <summary>What came of a policy's tests and invariants, for people.</summary>
internal static class TestOutput
{
    public static void Print(Screen screen, ImmutableArray<TestMessage> tests, ImmutableArray<InvariantMessage> invariants)
    {
        PrintTests(screen, tests);
        PrintInvariants(screen, invariants);
        var good = tests.Count(test => test.Passed) + invariants.Count(invariant => invariant.Holds);
        if (!tests.IsEmpty || !invariants.IsEmpty)
        {
            screen.Line($"{good} passed, {tests.Length + invariants.Length - good} failed");
        }
    }

    /// <summary>Only the failed ones, as messages.</summary>
    public static void PrintFailed(Screen screen, ImmutableArray<TestMessage> tests, ImmutableArray<InvariantMessage> invariants)
    {
        foreach (var test in tests.Where(test => !test.Passed))
        {
            screen.Message($"{test.Origin}: test failed: {test.Name}: {test.From} -> {test.To} {test.Port} expected {test.Expect}, is {test.Verdict} by {test.DecidedBy}{(test.Asked is { } asked ? $", asked of {asked}" : "")}");
        }

        foreach (var invariant in invariants.Where(invariant => !invariant.Holds))
        {
            screen.Message($"{invariant.Origin}: invariant broken: {invariant.Name}: {invariant.Broken}");
        }
    }

    private static void PrintTests(Screen screen, ImmutableArray<TestMessage> tests)
    {
        if (tests.IsEmpty)
        {
            screen.Line("the policy has no tests");
            return;
        }

        var table = new TextTable("", "test", "from", "to", "port", "expected", "answer", "line");
        foreach (var test in tests)
        {
            table.Row(Outcome(test.Passed), test.Name, test.From, test.To, test.Port, test.Expect, $"{test.Verdict} by {test.DecidedBy}", test.Origin);
        }

        screen.Table(table);
        foreach (var test in tests.Where(test => test.Asked is not null))
        {
            screen.Line(new Cell($"{test.Name}: {test.Asked}: {test.Verdict} by {test.DecidedBy}", Tone.Bad));
        }
    }

    /// <summary>A flow that breaks one stands under it: it is the longest of all.</summary>
    private static void PrintInvariants(Screen screen, ImmutableArray<InvariantMessage> invariants)
    {
        if (invariants.IsEmpty)
        {
            return;
        }

        var table = new TextTable("", "invariant", "forbids", "line");
        foreach (var invariant in invariants)
        {
            table.Row(Outcome(invariant.Holds), invariant.Name, invariant.Forbid, invariant.Origin);
        }

        screen.Table(table);
        foreach (var invariant in invariants.Where(invariant => !invariant.Holds))
        {
            screen.Line(new Cell($"{invariant.Name}: {invariant.Broken}", Tone.Bad));
        }
    }

    private static Cell Outcome(bool good) => good ? new Cell("passed", Tone.Good) : new Cell("FAILED", Tone.Bad);
}

using System.Collections.Immutable;
using HostWall.Commands.Output;
using HostWall.Control.Messages;

namespace HostWall.Commands;

/// <summary>What came of a policy's tests, for people.</summary>
internal static class TestOutput
{
    public static void Print(Screen screen, ImmutableArray<TestMessage> tests)
    {
        if (tests.IsEmpty)
        {
            screen.Line("the policy has no tests");
            return;
        }

        var table = new TextTable("", "test", "from", "to", "port", "expected", "answer", "line");
        foreach (var test in tests)
        {
            table.Row(
                test.Passed ? new Cell("passed", Tone.Good) : new Cell("FAILED", Tone.Bad),
                test.Name,
                test.From,
                test.To,
                test.Port,
                test.Expect,
                $"{test.Verdict} by {test.DecidedBy}",
                test.Origin);
        }

        screen.Table(table);
        screen.Line($"{tests.Count(test => test.Passed)} passed, {tests.Count(test => !test.Passed)} failed");
    }

    /// <summary>Only the failed ones, as messages.</summary>
    public static void PrintFailed(Screen screen, ImmutableArray<TestMessage> tests)
    {
        foreach (var test in tests.Where(test => !test.Passed))
        {
            screen.Message($"{test.Origin}: test failed: {test.Name}: {test.From} -> {test.To} {test.Port} expected {test.Expect}, is {test.Verdict} by {test.DecidedBy}");
        }
    }
}

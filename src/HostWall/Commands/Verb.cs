using System.CommandLine;

namespace HostWall.Commands;

/// <summary>One verb of the command line.</summary>
/// <param name="examples">Whole lines to type.</param>
internal sealed class Verb(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples => examples;

    /// <summary>What it does. The answer is the exit code.</summary>
    public void Runs(CommonOptions common, Func<Session, ParseResult, CancellationToken, Task<int>> body) => SetAction(async (parsed, cancellation) =>
    {
        using var session = Session.Open(parsed, common);
        return await body(session, parsed, cancellation);
    });
}

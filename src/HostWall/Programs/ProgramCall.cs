using HostWall.Core;

namespace HostWall.Programs;

/// <summary>One run of a tool. Arguments are a list and reach the tool as they are: no shell reads them.</summary>
/// <param name="Tool">The name of the program, as <c>nft</c>; looked for by <see cref="ToolPath"/>.</param>
public sealed record ProgramCall(string Tool, EquatableArray<string> Arguments)
{
    /// <summary>What the tool reads from its standard input; null for nothing.</summary>
    public string? Input { get; init; }

    /// <summary>After this time the tool and its children are killed. It does not hold for <see cref="IProgramRunner.LinesAsync"/>.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many characters of each output stream are kept; the rest is read and thrown away.</summary>
    public int OutputLimit { get; init; } = 64 * 1024 * 1024;

    public static ProgramCall Of(string tool, params ReadOnlySpan<string> arguments) => new(tool, EquatableArray.Create(arguments));

    public override string ToString() => $"{Tool} {string.Join(' ', Arguments)}";
}

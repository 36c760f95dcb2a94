using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;

namespace HostWall.KernelTests.Harness;

/// <summary>What a program said and ended with.</summary>
public sealed record CommandLineResult(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Standard output as the one JSON document that <c>--json</c> promises.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static async Task<CommandLineResult> OfAsync(Command command)
    {
        using var limit = new CancellationTokenSource(Limit);
        var result = await command.WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(limit.Token);
        return new CommandLineResult(result.ExitCode, result.StandardOutput, result.StandardError);
    }

    /// <summary>Asserts the exit code and shows what was said otherwise.</summary>
    public CommandLineResult ShouldEndWith(int exitCode)
    {
        ExitCode.ShouldBe(exitCode, $"{Output}{Errors}");
        return this;
    }
}

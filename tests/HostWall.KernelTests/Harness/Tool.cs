using CliWrap;
using CliWrap.Buffered;

namespace HostWall.KernelTests.Harness;

/// <summary>A program ended with a code other than 0.</summary>
public sealed class ToolFailedException(string commandLine, int exitCode, string output, string errors)
    : Exception($"{commandLine}: exit code {exitCode}\n{output}{errors}")
{
    public int ExitCode => exitCode;
    public string Errors => errors;
}

/// <summary>Runs a program to its end.</summary>
public static class Tool
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>What the program wrote to standard output, without the last line end.</summary>
    /// <exception cref="ToolFailedException">The exit code is not 0.</exception>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, string input = "", TimeSpan? within = null, CancellationToken cancel = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(within ?? Limit);
        var command = Cli.Wrap(program)
            .WithArguments(arguments)
            .WithEnvironmentVariables(variables => variables.Set("LC_ALL", "C").Set("TZ", "UTC"))
            .WithStandardInputPipe(PipeSource.FromString(input))
            .WithValidation(CommandResultValidation.None);
        var result = await command.ExecuteBufferedAsync(limit.Token);
        return result.ExitCode == 0
            ? result.StandardOutput.TrimEnd('\n')
            : throw new ToolFailedException(command.ToString(), result.ExitCode, result.StandardOutput, result.StandardError);
    }
}

namespace HostWall.Programs;

/// <summary>The seam to the programs of this host: nft, ip, modprobe.</summary>
public interface IProgramRunner
{
    /// <summary>Runs a tool to its end, whatever its exit code.</summary>
    /// <exception cref="ToolException">It is missing, or was killed because it took too long.</exception>
    Task<ProgramResult> TryRunAsync(ProgramCall call, CancellationToken cancellation);

    /// <summary>The lines of a tool that runs on, as they come; ends when the tool does with exit code 0. Leaving the loop kills the tool.</summary>
    /// <exception cref="ToolException">It is missing, or it ended with another exit code.</exception>
    IAsyncEnumerable<string> LinesAsync(ProgramCall call, CancellationToken cancellation);
}

public static class RunOrFail
{
    /// <summary>Runs a tool to its end and takes any exit code but 0 for a failure.</summary>
    /// <exception cref="ToolException">It is missing, took too long or failed.</exception>
    public static async Task<ProgramResult> RunAsync(this IProgramRunner runner, ProgramCall call, CancellationToken cancellation)
    {
        var result = await runner.TryRunAsync(call, cancellation);
        return result.ExitCode == 0 ? result : throw new ToolFailedException(call.Tool, result.ExitCode, result.Error);
    }
}

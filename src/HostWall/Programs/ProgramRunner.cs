using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CliWrap;

namespace HostWall.Programs;

/// <summary>Runs programs through CliWrap: no shell, <c>LC_ALL=C</c>, <c>TZ=UTC</c>, bounded time and output, the whole process tree killed at the end of either.</summary>
public sealed class ProgramRunner(TimeProvider time) : IProgramRunner
{
    public async Task<ProgramResult> TryRunAsync(ProgramCall call, CancellationToken cancellation)
    {
        var output = new CappedText(call.OutputLimit);
        var error = new CappedText(call.OutputLimit);
        var command = Describe(call)
            .WithStandardOutputPipe(PipeTarget.Create(output.ReadAsync))
            .WithStandardErrorPipe(PipeTarget.Create(error.ReadAsync));

        using var limit = new CancellationTokenSource(call.Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            var ended = await Start(call, command, either.Token);
            return new ProgramResult(ended.ExitCode, output.ToString(), error.ToString());
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new ToolTimedOutException(call.Tool, call.Limit);
        }
    }

    public async IAsyncEnumerable<string> LinesAsync(ProgramCall call, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // A reader that is behind holds the tool up, not our memory.
        var lines = Channel.CreateBounded<string>(new BoundedChannelOptions(64) { SingleReader = true, SingleWriter = true });
        var running = RunIntoAsync(call, lines.Writer, leaving.Token);
        try
        {
            await foreach (var line in lines.Reader.ReadAllAsync(cancellation))
            {
                yield return line;
            }
        }
        finally
        {
            await leaving.CancelAsync();
            await running;
        }
    }

    /// <summary>Runs the tool to its end; how it ended is the end of the channel.</summary>
    private static async Task RunIntoAsync(ProgramCall call, ChannelWriter<string> lines, CancellationToken cancellation)
    {
        var error = new CappedText(call.OutputLimit);
        try
        {
            var command = Describe(call)
                .WithStandardOutputPipe(PipeTarget.Create((stream, token) => LineCutter.CutAsync(stream, lines, token)))
                .WithStandardErrorPipe(PipeTarget.Create(error.ReadAsync));
            var ended = await Start(call, command, cancellation);
            lines.Complete(ended.ExitCode == 0 ? null : new ToolFailedException(call.Tool, ended.ExitCode, error.ToString()));
        }
        catch (Exception failure) when (failure is OperationCanceledException or ToolException)
        {
            lines.Complete(failure);
        }
    }

    private static Command Describe(ProgramCall call)
        => Cli.Wrap(ToolPath.Find(call.Tool))
            .WithArguments(call.Arguments)
            .WithEnvironmentVariables(variables => variables.Set("LC_ALL", "C").Set("TZ", "UTC"))
            .WithStandardInputPipe(call.Input is { } input ? PipeSource.FromString(input) : PipeSource.Null)
            .WithValidation(CommandResultValidation.None);

    private static CommandTask<CommandResult> Start(ProgramCall call, Command command, CancellationToken cancellation)
    {
        try
        {
            return command.ExecuteAsync(cancellation);
        }
        catch (Win32Exception failure)
        {
            throw new ToolMissingException(call.Tool, $"cannot be started ({failure.Message})", failure);
        }
    }
}

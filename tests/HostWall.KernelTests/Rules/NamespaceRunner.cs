using HostWall.KernelTests.Harness;
using HostWall.Programs;

namespace HostWall.KernelTests.Rules;

/// <summary>Runs the host's tools inside a network namespace.</summary>
internal sealed class NamespaceRunner(NetworkNamespace inside) : IProgramRunner
{
    private readonly ProgramRunner _programs = new(TimeProvider.System);

    public Task<ProgramResult> TryRunAsync(ProgramCall call, CancellationToken cancellation) => _programs.TryRunAsync(Inside(call), cancellation);

    public IAsyncEnumerable<string> LinesAsync(ProgramCall call, CancellationToken cancellation) => _programs.LinesAsync(Inside(call), cancellation);

    private ProgramCall Inside(ProgramCall call) => call with
    {
        Tool = "nsenter",
        Arguments = [$"--net={inside.NamespacePath}", "--", call.Tool, .. call.Arguments],
    };
}

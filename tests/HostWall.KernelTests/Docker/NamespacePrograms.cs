using HostWall.Host;
using HostWall.Programs;

namespace HostWall.KernelTests.Docker;

/// <summary>Runs programs in another network namespace, as the daemon that lives there would.</summary>
internal sealed class NamespacePrograms(string path) : IProgramRunner
{
    private readonly ProgramRunner _programs = new(TimeProvider.System);

    public Task<ProgramResult> TryRunAsync(ProgramCall call, CancellationToken cancellation) => _programs.TryRunAsync(Inside(call), cancellation);

    public IAsyncEnumerable<string> LinesAsync(ProgramCall call, CancellationToken cancellation) => _programs.LinesAsync(Inside(call), cancellation);

    private ProgramCall Inside(ProgramCall call) => call with { Tool = "nsenter", Arguments = [$"--net={path}", "--", call.Tool, .. call.Arguments] };
}

/// <summary>The bridge switches of another network namespace.</summary>
internal sealed class NamespaceBridgeSysctls(string path) : IBridgeSysctls
{
    private readonly ProcBridgeSysctls _sysctls = new();

    public BridgeSysctls? Read() => Harness.InNamespace.RunAsync(path, _sysctls.Read).GetAwaiter().GetResult();

    public void TurnOff() => Harness.InNamespace.RunAsync(path, () =>
    {
        _sysctls.TurnOff();
        return true;
    }).GetAwaiter().GetResult();
}

using HostWall.Programs;

namespace HostWall.KernelTests.Rules;

/// <summary>How a tool fails.</summary>
public enum Trouble
{
    /// <summary>It refuses and changes nothing.</summary>
    Refuses,

    /// <summary>It is killed by a signal before it does anything.</summary>
    CrashesFirst,

    /// <summary>It does everything that it was asked for and then crashes.</summary>
    CrashesAfterwards,

    /// <summary>It hangs and is killed, and nothing was done.</summary>
    Hangs,

    /// <summary>It hangs and is killed when everything was done.</summary>
    HangsAfterwards,

    /// <summary>It is not installed any more.</summary>
    IsMissing,

    /// <summary>It says nothing at all, and that with success.</summary>
    SaysNothing,
}

/// <summary>Runs tools and lets exactly one run fail.</summary>
/// <param name="failing">Counts from 1.</param>
internal sealed class TroubledRunner(IProgramRunner programs, int failing, Trouble trouble) : IProgramRunner
{
    private const int KilledBySegmentationFault = 128 + 11;

    /// <summary>How many runs there were.</summary>
    public int Runs { get; private set; }

    public async Task<ProgramResult> TryRunAsync(ProgramCall call, CancellationToken cancellation)
    {
        if (++Runs != failing)
        {
            return await programs.TryRunAsync(call, cancellation);
        }

        if (trouble is Trouble.CrashesAfterwards or Trouble.HangsAfterwards)
        {
            await programs.TryRunAsync(call, cancellation);
        }

        return trouble switch
        {
            Trouble.Refuses => new ProgramResult(1, "", "Error: Could not process rule: Operation not permitted"),
            Trouble.CrashesFirst or Trouble.CrashesAfterwards => new ProgramResult(KilledBySegmentationFault, "", ""),
            Trouble.Hangs or Trouble.HangsAfterwards => throw new ToolTimedOutException(call.Tool, call.Limit),
            Trouble.IsMissing => throw new ToolMissingException(call.Tool, "is not installed"),
            Trouble.SaysNothing => new ProgramResult(0, "", ""),
        };
    }

    public IAsyncEnumerable<string> LinesAsync(ProgramCall call, CancellationToken cancellation) => programs.LinesAsync(call, cancellation);
}

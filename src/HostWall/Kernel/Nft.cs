using HostWall.Core.Render;
using HostWall.Programs;

namespace HostWall.Kernel;

/// <summary>The program nft: the host's own, so that what it lists is what it and other tools of this host can read.</summary>
internal sealed class Nft(IProgramRunner programs)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private static readonly string[] Families = ["inet", "bridge"];

    private const int Refused = 1;

    /// <summary>Runs a script as one transaction.</summary>
    /// <exception cref="DataplaneException">It was refused and changed nothing, or nft did not end in time and nobody knows.</exception>
    public async Task RunAsync(string script, CancellationToken cancellation)
    {
        var result = await TryAsync(ProgramCall.Of("nft", "-f", "-") with { Input = script, Limit = Limit }, cancellation);
        if (result.ExitCode != 0)
        {
            throw new DataplaneException($"nft refused the rules: {NftRefusal.Explain(result.Error)}");
        }
    }

    /// <summary>Lists both tables; one that does not exist is empty.</summary>
    /// <param name="terse">Without the elements of sets and maps, which takes the same time at any size.</param>
    /// <exception cref="DataplaneException">nft failed.</exception>
    public async Task<NftListing> ListAsync(bool terse, CancellationToken cancellation)
    {
        var documents = new List<string>();
        foreach (var family in Families)
        {
            var result = await TryAsync(ProgramCall.Of("nft", terse ? "-jt" : "-j", "list", "table", family, NftNames.Table) with { Limit = Limit }, cancellation);
            if (result.ExitCode == 0)
            {
                documents.Add(result.Output);
            }
            else if (!IsRefusal(result, "Error: No such file or directory"))
            {
                throw new DataplaneException($"nft cannot list table {family} {NftNames.Table}: {NftRefusal.Explain(result.Error)}");
            }
        }

        return NftListing.Parse(documents);
    }

    /// <summary>Whether the kernel has all that a script needs; the script leaves nothing behind.</summary>
    /// <exception cref="DataplaneException">nft failed for another reason: nobody knows.</exception>
    public async Task<bool> TakesAsync(string script, CancellationToken cancellation)
    {
        var result = await TryAsync(ProgramCall.Of("nft", "-f", "-") with { Input = script, Limit = Limit }, cancellation);
        return result.ExitCode == 0 || (IsRefusal(result, "Operation not supported") || IsRefusal(result, "No such file or directory")
            ? false
            : throw new DataplaneException($"nft cannot tell what the kernel supports: {NftRefusal.Explain(result.Error)}"));
    }

    /// <summary>nft ran and said so, in distinction to one that could not even start.</summary>
    private static bool IsRefusal(ProgramResult result, string because)
        => result.ExitCode == Refused && result.Error.Contains(because, StringComparison.Ordinal);

    private async Task<ProgramResult> TryAsync(ProgramCall call, CancellationToken cancellation)
    {
        try
        {
            return await programs.TryRunAsync(call, cancellation);
        }
        catch (ToolException failure)
        {
            throw new DataplaneException(failure.Message, failure);
        }
    }
}

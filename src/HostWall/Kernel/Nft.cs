using HostWall.Core;
using HostWall.Core.Render;
using HostWall.Programs;

namespace HostWall.Kernel;

/// <summary>The program nft: the host's own, so that what it lists is what it and other tools of this host can read.</summary>
internal sealed class Nft(IProgramRunner programs)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>For what takes longer only on the largest hosts, or where a flood has filled what limits remember.</summary>
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(2);

    private static readonly string[] Families = ["inet", "bridge"];

    private const int Refused = 1;

    /// <summary>A flood that has come once may come again: from then on no listing is tried that it can hold up.</summary>
    private bool _oneByOne;

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

    /// <summary>
    /// Lists both tables; one that does not exist is empty. What limits remember is never listed: others fill it, up to millions of elements, and
    /// nobody outside may hold up what the daemon does.
    /// </summary>
    /// <param name="terse">Without the elements of sets and maps, which takes the same time at any size.</param>
    /// <exception cref="DataplaneException">nft failed.</exception>
    public async Task<NftListing> ListAsync(bool terse, CancellationToken cancellation)
    {
        if (!terse && !_oneByOne && await WholeAsync(Quick, cancellation) is { } whole)
        {
            return whole;
        }

        // Not by table: nft 1.0.6 asks the kernel for a table's elements even where it leaves them out.
        var listing = NftListing.Parse(await OfEachFamilyAsync(family => ["-jt", "list", "ruleset", family], cancellation));
        if (terse)
        {
            return listing;
        }

        if (listing.Remembering.IsEmpty && await WholeAsync(Limit, cancellation) is { } slow)
        {
            return slow;
        }

        _oneByOne = true;
        foreach (var holder in listing.OfGenerations)
        {
            if (await ListAsync(["-j", "list", holder.Keyword, holder.Family, NftNames.Table, holder.Name], cancellation) is { } document)
            {
                listing.Fill(document);
            }
        }

        return listing;
    }

    /// <summary>All in one call for each family; null where that does not end in time, which <see cref="Limit"/> alone makes a failure.</summary>
    private async Task<NftListing?> WholeAsync(TimeSpan limit, CancellationToken cancellation)
    {
        try
        {
            return NftListing.Parse(await OfEachFamilyAsync(family => ["-j", "list", "table", family, NftNames.Table], cancellation, limit));
        }
        catch (DataplaneException failure) when (limit < Limit && failure.InnerException is ToolTimedOutException)
        {
            return null;
        }
    }

    private async Task<List<string>> OfEachFamilyAsync(
        Func<string, EquatableArray<string>> arguments, CancellationToken cancellation, TimeSpan? limit = null)
    {
        var documents = new List<string>();
        foreach (var family in Families)
        {
            if (await ListAsync(arguments(family), cancellation, limit) is { } document)
            {
                documents.Add(document);
            }
        }

        return documents;
    }

    /// <summary>Null for what does not exist.</summary>
    private async Task<string?> ListAsync(EquatableArray<string> arguments, CancellationToken cancellation, TimeSpan? limit = null)
    {
        var result = await TryAsync(new ProgramCall("nft", arguments) { Limit = limit ?? Limit }, cancellation);
        return result.ExitCode == 0 ? result.Output
            : IsRefusal(result, "Error: No such file or directory") ? null
            : throw new DataplaneException($"nft cannot {string.Join(' ', arguments.Skip(1))}: {NftRefusal.Explain(result.Error)}");
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

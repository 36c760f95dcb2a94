using HostWall.Core.Rules;
using HostWall.Kernel;
using HostWall.KernelTests.Harness;
using HostWall.Programs;

namespace HostWall.KernelTests.Rules;

/// <summary>A network namespace with the nftables backend at work in it.</summary>
internal sealed class NftHost : IAsyncDisposable
{
    public const int NflogGroup = 41;

    private NftHost(NetworkNamespace inside)
    {
        Namespace = inside;
        Programs = new NamespaceRunner(inside);
        Dataplane = DataplaneOver(Programs);
    }

    public NetworkNamespace Namespace { get; }

    public IProgramRunner Programs { get; }

    public NftDataplane Dataplane { get; }

    public static async Task<NftHost> StartAsync()
    {
        TestGuard.RequireNamespaces();
        return new NftHost(await NetworkNamespace.CreateAsync());
    }

    /// <summary>A backend without a memory, as after a restart of the daemon.</summary>
    public static NftDataplane DataplaneOver(IProgramRunner programs, Func<int>? minutesWest = null)
        => new(new Nft(programs), NflogGroup, minutesWest ?? KernelTimeZone.MinutesWest);

    public Task<Change> ApplyAsync(RuleSet ruleSet) => Dataplane.ApplyAsync(ruleSet, CancellationToken.None);

    public Task<Reading> ReadAsync() => Dataplane.ReadAsync(CancellationToken.None);

    public Task<KernelListing> ListAsync() => KernelListing.OfAsync(Namespace);

    /// <summary>The listing of a namespace in which nothing but that rule set was ever applied.</summary>
    public static async Task<KernelListing> ListAloneAsync(RuleSet ruleSet)
    {
        await using var alone = await StartAsync();
        await alone.ApplyAsync(ruleSet);
        return await alone.ListAsync();
    }

    public ValueTask DisposeAsync() => Namespace.DisposeAsync();
}

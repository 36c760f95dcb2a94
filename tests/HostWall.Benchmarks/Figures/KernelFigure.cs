using System.Globalization;
using System.Net.NetworkInformation;
using HostWall.Core.Rules;
using HostWall.Kernel;
using HostWall.Programs;

namespace HostWall.Benchmarks.Figures;

/// <summary>What nft and the kernel take for a generation, for one container's elements, and for the reading back, in the namespace it is started in.</summary>
internal static class KernelFigure
{
    private const int Generations = 10;
    private const int Changes = 100;
    private const int Readings = 20;

    public static async Task PrintAsync()
    {
        // A namespace made for this has a loopback that is down, and nothing else.
        if (NetworkInterface.GetAllNetworkInterfaces().Any(link => link.OperationalStatus != OperationalStatus.Down))
        {
            throw new InvalidOperationException("these figures load rules: run them in a network namespace of their own (unshare --net)");
        }

        foreach (var containers in (int[])[10, 100, 1000])
        {
            await PrintAsync(containers);
        }
    }

    private static async Task PrintAsync(int containers)
    {
        var dataplane = new NftDataplane(new Nft(new ProgramRunner(TimeProvider.System)), nflogGroup: 5, KernelTimeZone.MinutesWest);
        var (arrival, other) = (ContainerArrival.At(containers), ContainerArrival.At(containers, firstPort: 12000));
        // The first of each pays for the compiler.
        await GenerationsAsync(dataplane, [arrival.Before, other.Before], 2);
        await ChangesAsync(dataplane, [other.After, other.Before], 10);

        Print(containers, "a generation: load, switch, read back, retire", await GenerationsAsync(dataplane, [arrival.Before, other.Before], Generations));
        Print(containers, "one container's elements", await ChangesAsync(dataplane, [other.After, other.Before], Changes));
        Print(containers, "reading back", await RepeatAsync(Readings, _ => dataplane.ReadAsync(CancellationToken.None)));
        await dataplane.RemoveAsync(CancellationToken.None);
    }

    private static Task<Samples> GenerationsAsync(NftDataplane dataplane, RuleSet[] alternating, int times) => ApplyAsync<Change.OfLayout>(dataplane, alternating, times);

    private static Task<Samples> ChangesAsync(NftDataplane dataplane, RuleSet[] alternating, int times) => ApplyAsync<Change.OfElements>(dataplane, alternating, times);

    private static Task<Samples> ApplyAsync<T>(NftDataplane dataplane, RuleSet[] alternating, int times)
        where T : Change
        => RepeatAsync(times, async round =>
        {
            var change = await dataplane.ApplyAsync(alternating[round % alternating.Length], CancellationToken.None);
            return change as T ?? throw new InvalidOperationException($"expected {typeof(T).Name}, got {change.GetType().Name}");
        });

    private static async Task<Samples> RepeatAsync<T>(int times, Func<int, Task<T>> work)
    {
        var samples = new Samples();
        for (var round = 0; round < times; round++)
        {
            await samples.TimeAsync(() => work(round));
        }

        return samples;
    }

    private static void Print(int containers, string what, Samples samples)
        => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {containers} | {what} | {samples} |"));
}

using System.Globalization;
using HostWall.KernelTests.Harness;

namespace HostWall.KernelTests.Docker;

/// <summary>How long it takes from the engine's event to the snapshot. The figures are printed; the bound is what a busy machine still keeps.</summary>
[Collection(SharedDockerHost.Name)]
public sealed class DelayTests(DockerHostFixture fixture)
{
    private const int Starts = 30;
    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task A_starting_container_is_published_soon_after_its_network_connect_event()
    {
        var host = await fixture.HostAsync();
        await using var followed = new FollowedHost(host);
        await followed.UntilAsync(snapshot => !snapshot.Networks.IsEmpty);
        var begin = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

        for (var i = 0; i < Starts; i++)
        {
            await host.RunContainerAsync(ContainerSpec.OfTier($"start{i}", "web"));
        }

        await followed.UntilAsync(snapshot => snapshot.Containers.Count(container => container.Name.StartsWith("start", StringComparison.Ordinal) && !container.Endpoints.IsEmpty) == Starts);
        var end = TimeProvider.System.GetUtcNow().AddSeconds(1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var told = await host.DockerAsync(
            "events", "--since", begin, "--until", end, "--filter", "event=connect", "--format", "{{.TimeNano}} {{index .Actor.Attributes \"container\"}}");
        // The engine takes whole seconds: the first of them may hold events of containers that were gone before.
        var delays = told.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Delay(line.Split(' '), followed.All)).OfType<TimeSpan>().Order().ToList();

        TestContext.Current.TestOutputHelper?.WriteLine($"connect event to snapshot: median {delays[delays.Count / 2].TotalMilliseconds:0.0} ms, longest {delays[^1].TotalMilliseconds:0.0} ms of {delays.Count}");
        delays.Count.ShouldBe(Starts);
        delays[delays.Count / 2].ShouldBeLessThan(Bound);
        await host.RemoveEverythingAsync();
    }

    /// <summary>Null for a container that never was in a snapshot.</summary>
    private static TimeSpan? Delay(string[] line, IReadOnlyList<Published> published)
    {
        var told = DateTimeOffset.UnixEpoch.AddTicks(long.Parse(line[0], CultureInfo.InvariantCulture) / 100);
        var showing = published.Where(one => one.Snapshot.Containers.Any(container => container.Id == line[1] && !container.Endpoints.IsEmpty));
        return showing.Select(one => (TimeSpan?)(one.At - told)).FirstOrDefault();
    }
}

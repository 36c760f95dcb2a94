using HostWall.Core.Addressing;
using HostWall.Core.Inventory;
using HostWall.KernelTests.Harness;

namespace HostWall.KernelTests.Docker;

/// <summary>Containers that come and go so fast that each inherits another's address.</summary>
[Collection(SharedDockerHost.Name)]
public sealed class ChurnTests(DockerHostFixture fixture)
{
    private const int Rounds = 8;
    private static readonly string[] Lanes = ["web", "api", "db", "job"];

    [Fact]
    public async Task No_address_ever_belongs_to_two_and_none_is_left_over()
    {
        var host = await fixture.HostAsync();
        await using var followed = new FollowedHost(host);
        await followed.UntilAsync(snapshot => !snapshot.Networks.IsEmpty);

        await Task.WhenAll(Lanes.Select(lane => RunRoundsAsync(host, lane)));
        await followed.UntilAsync(snapshot => snapshot.Containers.IsEmpty);

        followed.All.SelectMany(published => Shared(published.Snapshot)).ShouldBeEmpty();
        var wrong = followed.All.SelectMany(published => published.Snapshot.Containers)
            .Where(container => container.FindLabel("hostwall.tier")?.Value != container.Name.Split('-')[0]);
        wrong.ShouldBeEmpty();
        followed.All.SelectMany(published => published.Snapshot.Containers)
            .Where(container => !container.Endpoints.IsEmpty).Select(container => container.Name).Distinct().Count().ShouldBe(Rounds * Lanes.Length);
    }

    private static async Task RunRoundsAsync(DockerHost host, string lane)
    {
        for (var round = 0; round < Rounds; round++)
        {
            await host.DockerAsync("run", "--detach", "--name", $"{lane}-{round}", "--label", $"hostwall.tier={lane}", "hostwall/busybox:latest");
            await host.RemoveContainersAsync($"{lane}-{round}");
        }
    }

    private static IEnumerable<EndpointKey> Shared(Snapshot snapshot)
        => snapshot.Containers
            .SelectMany(container => container.Endpoints)
            .SelectMany(endpoint => endpoint.Addresses.Select(address => new EndpointKey(endpoint.Bridge, address)))
            .GroupBy(key => key).Where(keys => keys.Count() > 1).Select(keys => keys.Key);
}

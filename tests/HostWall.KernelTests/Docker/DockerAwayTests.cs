using System.Globalization;
using HostWall.Docker;
using HostWall.KernelTests.Harness;

namespace HostWall.KernelTests.Docker;

/// <summary>What the sources make of an engine that goes away and comes back.</summary>
public sealed class DockerAwayTests
{
    private static readonly TimeSpan Calm = new DockerTimings(TimeSpan.FromMinutes(5)).Settle * 3;

    public DockerAwayTests() => TestGuard.RequireDocker();

    [Fact]
    public async Task While_Docker_is_away_its_last_state_stands_and_after_its_return_the_new_one_is_known()
    {
        await using var host = await DockerHost.StartAsync("--live-restore");
        await using var followed = new FollowedHost(host);
        await host.RunContainerAsync(ContainerSpec.OfTier("stays", "web"));
        await host.RunContainerAsync(ContainerSpec.OfTier("goes", "web"));
        await followed.UntilAsync(snapshot => snapshot.Containers.Count(container => !container.Endpoints.IsEmpty) == 2);
        var goes = (await host.InspectAsync("goes")).Pid;
        // Addresses stand where Docker was heard of after the last change of ports: nothing shows from outside when that is so.
        await Task.Delay(Calm);

        await host.KillDockerAsync();
        await Eventually.GetAsync(() => Task.FromResult(followed.Sources.Docker), connection => connection is DockerConnection.Disconnected, TimeSpan.FromSeconds(10));
        followed.Sources.Docker.ShouldBeOfType<DockerConnection.Disconnected>();
        followed.Latest.Containers.Count(container => !container.Endpoints.IsEmpty).ShouldBe(2);

        using (var victim = System.Diagnostics.Process.GetProcessById(goes))
        {
            victim.Kill();
        }

        followed.Latest.Containers.Count(container => !container.Endpoints.IsEmpty).ShouldBe(2);
        await host.StartDockerAsync();
        var seen = await followed.UntilAsync(snapshot => snapshot.Containers.Count == 1);
        seen.Containers[0].Name.ShouldBe("stays");
        seen.Containers[0].Endpoints.Count.ShouldBe(1);
        followed.Sources.Docker.ShouldBeOfType<DockerConnection.Connected>();
    }

    [Fact]
    public async Task A_restarted_Docker_that_stops_its_containers_leaves_none()
    {
        await using var host = await DockerHost.StartAsync();
        await using var followed = new FollowedHost(host);
        await host.RunContainerAsync(ContainerSpec.OfTier("web", "web"));
        await followed.UntilAsync(snapshot => snapshot.Containers.Any(container => !container.Endpoints.IsEmpty));

        await host.RestartDockerAsync();

        await followed.UntilAsync(snapshot => snapshot.Containers.IsEmpty && snapshot.Networks.Any(network => network.Bridge == "docker0"));
    }

    /// <summary>Killed, Docker tells nothing of the containers that it replaces at its start; stopped, some versions tell and some do not.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_container_that_inherits_an_address_in_a_restart_of_Docker_is_never_taken_for_the_one_that_had_it(bool killed)
    {
        await using var host = await DockerHost.StartAsync();
        await using var followed = new FollowedHost(host);
        await host.CreateNetworkAsync("shared", 23);
        await host.RunContainerAsync(ContainerSpec.OfTier("db", "db", "shared"));
        await host.RunContainerAsync(new ContainerSpec("stray") { Networks = ["shared"], Options = ["--restart", "always"] });
        var db = await followed.UntilContainerAsync("db", container => !container.Endpoints.IsEmpty);
        await Task.Delay(Calm);

        if (killed)
        {
            await host.KillDockerAsync();
            await host.StartDockerAsync();
        }
        else
        {
            await host.RestartDockerAsync();
        }

        await followed.UntilContainerAsync("stray", container => container.Endpoints.SequenceEqual(db.Endpoints));

        var started = DateTimeOffset.Parse(await host.DockerAsync("inspect", "--format", "{{.State.StartedAt}}", "stray"), CultureInfo.InvariantCulture);
        var inForce = followed.All.Last(published => published.At <= started).Snapshot;
        inForce.Containers.SelectMany(container => container.Endpoints).ShouldBeEmpty();
        followed.All.SkipWhile(published => published.At <= started).SelectMany(published => published.Snapshot.Containers)
            .ShouldNotContain(container => container.Name == "db" && !container.Endpoints.IsEmpty);
    }
}

using HostWall.KernelTests.Harness;

namespace HostWall.KernelTests.HarnessTests;

public sealed class DockerHostLifeTests
{
    public DockerHostLifeTests() => TestGuard.RequireDocker();

    [Fact]
    public async Task A_host_that_is_torn_down_leaves_nothing()
    {
        var host = await DockerHost.StartAsync();
        var web = await host.RunContainerAsync(new ContainerSpec("web") { Publish = ["80:80"] });
        var name = Path.GetFileName(host.NamespacePath);

        await host.DisposeAsync();

        Directory.Exists(host.Folder).ShouldBeFalse();
        File.Exists(host.NamespacePath).ShouldBeFalse();
        File.Exists(host.ClientNamespacePath).ShouldBeFalse();
        Directory.EnumerateDirectories("/sys/fs/cgroup", name, new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 }).ShouldBeEmpty();
        File.ReadAllText("/proc/self/mountinfo").ShouldNotContain(host.Folder);
        Processes(host.Folder).ShouldBeEmpty();
        // Until init has collected it, a killed process is still listed.
        (await Eventually.GetAsync(() => Task.FromResult(Directory.Exists($"/proc/{web.Pid}")), exists => !exists)).ShouldBeFalse();
    }

    [Fact]
    public async Task Two_hosts_stand_side_by_side()
    {
        await using var left = await DockerHost.StartAsync();
        await using var right = await DockerHost.StartAsync();
        await left.RunContainerAsync(new ContainerSpec("web") { Publish = ["80:80"] });
        await right.RunContainerAsync(new ContainerSpec("web") { Publish = ["80:80"] });

        left.NamespacePath.ShouldNotBe(right.NamespacePath);
    }

    [Fact]
    public async Task A_killed_dockerd_leaves_its_containers_until_it_is_started_again()
    {
        await using var host = await DockerHost.StartAsync("--live-restore");
        var web = await host.RunContainerAsync(new ContainerSpec("web"));

        await host.KillDockerAsync();
        File.Exists(web.NamespacePath).ShouldBeTrue();
        await host.StartDockerAsync();

        (await host.InspectAsync("web")).Pid.ShouldBe(web.Pid);
    }

    private static List<string> Processes(string folder) =>
        [.. Directory.EnumerateDirectories("/proc").Where(entry => char.IsAsciiDigit(Path.GetFileName(entry)[0])).Select(CommandLine).Where(line => line.Contains(folder, StringComparison.Ordinal))];

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return ""; // It ended while we looked.
        }
    }
}

using HostWall.Daemon;
using HostWall.Docker;
using HostWall.Tests.Versions;

namespace HostWall.Tests.Daemon;

public sealed class DaemonSettingsTests
{
    [Fact]
    public void Without_a_file_all_is_as_by_default()
    {
        using var folder = new TemporaryFolder();
        DaemonSettings.Read(folder.Path).ShouldBe(new SettingsReading.Sound(DaemonSettings.Default));
    }

    [Fact]
    public void Every_key_is_read()
        => DaemonSettingsReader.Read("hostwall.toml", """
            docker      = "unix:///var/run/other.sock"
            socket      = "/run/other.sock"
            state       = "/srv/hostwall"
            log-level   = "debug"
            resync      = "90s"
            nflog-group = 7

            [bridges]
            foreign = ["lab*", "br0"]
            """).ShouldBe(new SettingsReading.Sound(new DaemonSettings(
                DockerEndpoint.ParseOrNull("unix:///var/run/other.sock")!, "/run/other.sock", "/srv/hostwall", LogVerbosity.Debug, ["lab*", "br0"], TimeSpan.FromSeconds(90), 7)));

    [Fact]
    public void All_faults_are_told_at_once_with_their_places()
        => DaemonSettingsReader.Read("hostwall.toml", """
            docker      = "tcp://10.0.0.1:2375"
            sokcet      = "/run/x"
            resync      = "5"
            nflog-group = 0
            [bridges]
            foreign = ["*lab"]
            [metrics]
            port = 1
            """).ShouldBeOfType<SettingsReading.Faulty>().Messages.Select(message => string.Join(':', message.Split(':')[..3]))
            .ShouldBe(["hostwall.toml:1:15", "hostwall.toml:2:1", "hostwall.toml:3:15", "hostwall.toml:4:15", "hostwall.toml:6:11", "hostwall.toml:8:1"]);

    [Fact]
    public void Text_that_is_no_toml_is_a_fault()
        => DaemonSettingsReader.Read("hostwall.toml", "docker = ").ShouldBeOfType<SettingsReading.Faulty>().Messages[0].ShouldStartWith("hostwall.toml:1:");
}

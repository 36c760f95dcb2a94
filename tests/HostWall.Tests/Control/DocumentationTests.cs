using System.Text.RegularExpressions;
using HostWall.Conntrack;
using HostWall.Control;
using HostWall.Daemon;
using HostWall.Docker;
using HostWall.Tests.Versions;
using HostWall.Versions;
using NSubstitute;

namespace HostWall.Tests.Control;

public sealed class DocumentationTests
{
    [Fact]
    public void Every_path_is_documented_with_its_method_and_what_it_needs()
    {
        using var folder = new TemporaryFolder();
        var api = new ControlApi(Substitute.For<IRuntime>(), Substitute.For<IConntrack>(), Substitute.For<IContainerProcesses>(), VersionStore.Open(folder.Path, Given.Clock()), _ => "", Given.Clock(), CancellationToken.None);
        var text = File.ReadAllText(Repository.Path("src", "HostWall", "Control", "README.md"));
        var documented = Regex.Matches(text, @"^\| `(?<method>GET|POST) (?<path>/v1/[a-z]+)` .*$", RegexOptions.Multiline)
            .Select(row => (row.Groups["method"].Value, row.Groups["path"].Value, row.Value.Contains("*changes*", StringComparison.Ordinal) ? Access.All : Access.Read));
        documented.ShouldBe(api.Routes.Select(route => (route.Method, route.Path, route.Needs)), ignoreOrder: true);
    }
}

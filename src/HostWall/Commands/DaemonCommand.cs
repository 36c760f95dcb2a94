using System.CommandLine;
using System.CommandLine.Parsing;
using HostWall.Daemon;
using HostWall.Docker;

namespace HostWall.Commands;

/// <summary>The service.</summary>
internal static class DaemonCommand
{
    /// <param name="run">The daemon's body; its answer is the exit code.</param>
    public static Verb Create(CommonOptions common, Func<DaemonOptions, CancellationToken, Task<int>> run)
    {
        var verb = new Verb("daemon", "Run the service: watch Docker, keep the kernel true to the policy", "hostwall daemon --config /etc/hostwall");
        var docker = new Option<DockerEndpoint?>("--docker")
        {
            Description = $"Docker's socket (default: what hostwall.toml says, else {DaemonSettings.Default.Docker})",
            HelpName = "URI",
            CustomParser = Endpoint,
        };
        var state = new Option<string?>("--state")
        {
            Description = $"The folder of versions and journal (default: what hostwall.toml says, else {DaemonSettings.Default.StateFolder})",
            HelpName = "DIR",
        };
        verb.Add(docker);
        verb.Add(state);
        verb.SetAction((parsed, cancellation) => run(
            new DaemonOptions(
                parsed.GetValue(docker),
                parsed.GetValue(common.Config) ?? CommonOptions.DefaultConfigFolder,
                parsed.GetValue(state),
                parsed.GetValue(common.Socket)),
            cancellation));
        return verb;
    }

    private static DockerEndpoint? Endpoint(ArgumentResult given)
    {
        var text = given.Tokens[0].Value;
        var endpoint = DockerEndpoint.ParseOrNull(text);
        if (endpoint is null)
        {
            given.AddError($"--docker is to be {DockerEndpoint.Expected}, not '{text}'");
        }

        return endpoint;
    }
}

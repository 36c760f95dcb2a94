namespace HostWall.Docker;

/// <summary>Finds the processes of containers: a network namespace is entered by one of its processes.</summary>
public interface IContainerProcesses
{
    /// <summary>The first process of each container, as this host numbers it; those that do not run are left out.</summary>
    /// <exception cref="EngineException">Docker does not tell.</exception>
    Task<IReadOnlyDictionary<string, int>> PidsAsync(IReadOnlyCollection<string> containers, CancellationToken cancellation);
}

/// <summary>Asks Docker at that moment: a process changes without its container's membership doing so, and so is no part of what is followed.</summary>
public sealed class ContainerProcesses(DockerEndpoint endpoint, DockerTimings timings) : IContainerProcesses
{
    public async Task<IReadOnlyDictionary<string, int>> PidsAsync(IReadOnlyCollection<string> containers, CancellationToken cancellation)
    {
        try
        {
            using var engine = await EngineClient.ConnectAsync(endpoint, timings.CallLimit, cancellation);
            var pids = await Task.WhenAll(containers.Select(async container => (Container: container, Pid: await engine.PidAsync(container, cancellation))));
            return pids.Where(found => found.Pid is not null).ToDictionary(found => found.Container, found => found.Pid!.Value, StringComparer.Ordinal);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested && EngineException.From(failure) is { } known)
        {
            throw known;
        }
    }
}

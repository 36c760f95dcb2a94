using HostWall.Inventory;
using Microsoft.Extensions.Logging;

namespace HostWall.Docker;

/// <summary>Docker's part of the inventory. While the engine is away, what it had last is told as such.</summary>
public sealed class DockerSource(DockerEndpoint endpoint, DockerTimings timings, TimeProvider time, ILogger<DockerSource> log)
{
    private readonly ResyncRequest _resync = new();
    private volatile DockerConnection _connection = new DockerConnection.NeverConnected(null, time.GetUtcNow());

    /// <summary>How we stand with the engine just now.</summary>
    public DockerConnection Connection => _connection;

    /// <summary>Asks for a look at everything now.</summary>
    public void RequestResync() => _resync.Ask();

    /// <summary>Whole states, each as soon as it is known; the first when the engine has first been looked at. One reader at a time.</summary>
    public IAsyncEnumerable<DockerPart> PartsAsync(CancellationToken cancellation) => Latest<DockerPart>.OfAsync(FollowAsync, cancellation);

    private async Task FollowAsync(Latest<DockerPart> parts, CancellationToken cancellation)
    {
        var looker = new EngineLooker(timings, time, log);
        var backoff = new Backoff(timings.FirstRetry, timings.LastRetry);
        while (true)
        {
            var began = time.GetTimestamp();
            EngineSession? session = null;
            try
            {
                using var engine = await EngineClient.ConnectAsync(endpoint, timings.CallLimit, cancellation);
                session = new EngineSession(engine, looker, timings, time, _resync, parts, log);
                await session.FollowAsync(() => Connected(engine.EngineVersion), cancellation);
            }
            catch (Exception failure) when (!cancellation.IsCancellationRequested && EngineException.From(failure) is not null)
            {
                Away(EngineException.From(failure)!.Message);
            }

            if (session?.Leave() is { } left)
            {
                parts.Publish(left);
            }

            // An engine that answers once and fails at once is no success.
            if (time.GetElapsedTime(began) > timings.LastRetry)
            {
                backoff.Reset();
            }

            await Task.Delay(backoff.Next(), time, cancellation);
        }
    }

    private void Connected(string engineVersion)
    {
        log.Following(engineVersion, endpoint);
        _connection = new DockerConnection.Connected(engineVersion, time.GetUtcNow());
    }

    private void Away(string why)
    {
        var before = _connection;
        _connection = before switch
        {
            DockerConnection.NeverConnected never => never with { Why = why },
            DockerConnection.Disconnected already => already with { Why = why },
            _ => new DockerConnection.Disconnected(why, time.GetUtcNow()),
        };
        if (_connection == before)
        {
            log.StillAway(endpoint, why);
        }
        else
        {
            log.Away(endpoint, why);
        }
    }
}

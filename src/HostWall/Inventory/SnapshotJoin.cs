using HostWall.Core;
using HostWall.Core.Inventory;
using HostWall.Docker;
using HostWall.Host;

namespace HostWall.Inventory;

/// <summary>Docker's part and the links' part, put together once both have reported.</summary>
/// <remarks>
/// A bridge that Docker does not list is not Docker's only if it was there well before the list was made: Docker makes the link first and
/// tells of the network later. Until a list has been made that can tell, such a bridge is left out, unless its name was last known not to be
/// Docker's: one that is made anew while Docker is away, as by a change of the network's settings, may be the way to this host.
/// </remarks>
internal sealed class SnapshotJoin(EquatableArray<string> foreignPatterns, Func<EquatableArray<string>> remembered, TimeProvider time)
{
    /// <summary>How long before the list a bridge must have been there. Docker was seen to take 3–30 ms from link to network.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long the first snapshot waits for such a list: a restart must not close the bridges of virtual machines, not for a second; but
    /// an engine that went away again must not keep everything else waiting.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private volatile DockerPart? _docker;
    private volatile LinkPart? _links;
    private long? _bothSince;
    private long? _askedAfter;
    private bool _began;
    private HashSet<string> _foreign = new(StringComparer.Ordinal);

    public DockerPart? Docker { set => _docker = value; }

    public LinkPart? Links { set => _links = value; }

    public Joined Join()
    {
        if (_docker is not { } docker || _links is not { } links)
        {
            return new Joined(null, [], ListWanted: false, Timeout.InfiniteTimeSpan);
        }

        _bothSince ??= time.GetTimestamp();
        var names = docker.Networks.Select(network => network.Bridge).ToHashSet(StringComparer.Ordinal);
        var others = links.Bridges.Where(bridge => !names.Contains(bridge.Name)).ToList();
        var unsure = others.Where(bridge => time.GetElapsedTime(bridge.Since, docker.Listed) < Age && !IsKnownForeign(bridge.Name)).ToList();
        if (docker.LastThere is null)
        {
            _foreign = others.Except(unsure).Select(bridge => bridge.Name).ToHashSet(StringComparer.Ordinal);
        }

        _began |= unsure.Count == 0 || time.GetElapsedTime(_bothSince.Value) >= Patience;
        var changed = AwayDocker.ChangedBridges(docker, links);
        return new Joined(
            _began ? ToSnapshot(docker with { Containers = AwayDocker.Believed(docker.Containers, changed) }, links, unsure) : null,
            changed,
            IsListWanted(docker, unsure),
            UntilNext(unsure));
    }

    /// <summary>What is remembered forgets a bridge as soon as it is gone; here it counts until Docker is back.</summary>
    private bool IsKnownForeign(string name) => _foreign.Contains(name) || remembered().Contains(name);

    private Snapshot ToSnapshot(DockerPart docker, LinkPart links, List<SeenBridge> unsure) => new(
        docker.Networks,
        docker.Containers,
        new HostLinks(
            links.Addresses,
            links.Bridges.Except(unsure).Select(bridge => bridge.Name).ToEquatableArray(),
            links.FilteredBridges,
            foreignPatterns)
        {
            Outer = links.Outer,
            BridgeNetworks = links.BridgeNetworks,
        });

    /// <summary>Says so once for each list that could not tell.</summary>
    private bool IsListWanted(DockerPart docker, List<SeenBridge> unsure)
    {
        var wanted = _askedAfter != docker.Listed && unsure.Any(bridge => time.GetElapsedTime(bridge.Since) >= Age);
        _askedAfter = wanted ? docker.Listed : _askedAfter;
        return wanted;
    }

    private TimeSpan UntilNext(List<SeenBridge> unsure)
    {
        var waits = unsure.Select(bridge => Age - time.GetElapsedTime(bridge.Since)).Where(wait => wait > TimeSpan.Zero);
        return (_began ? waits : waits.Append(Patience - time.GetElapsedTime(_bothSince!.Value))).DefaultIfEmpty(Timeout.InfiniteTimeSpan).Min();
    }
}

/// <param name="Snapshot">Null while something has yet to report.</param>
/// <param name="Disbelieved">Bridges on which no container's address is believed any more.</param>
/// <param name="ListWanted">Docker has to list its networks once more for a bridge to be told apart.</param>
/// <param name="UntilNext">After this time a join may come to something else, although no part has changed.</param>
internal sealed record Joined(Snapshot? Snapshot, EquatableArray<string> Disbelieved, bool ListWanted, TimeSpan UntilNext);

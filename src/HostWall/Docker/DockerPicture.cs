using HostWall.Core;
using HostWall.Core.Inventory;

namespace HostWall.Docker;

/// <summary>
/// What the engine has, as far as events and looks have told. An event takes away at once and never gives: it only says what is to be
/// looked at. A look gives, unless an event that came after it began knows better. Does no I/O; used by one task.
/// </summary>
/// <remarks>
/// Addresses come from the networks alone: a network shows a member within 1–2 ms of <c>network connect</c>, when the list of containers
/// has no address yet and inspecting the container blocks until its start is over.
/// </remarks>
internal sealed partial class DockerPicture(DockerTimings timings, TimeProvider time)
{
    private readonly Dictionary<string, KnownContainer> _containers = [];
    private readonly Dictionary<string, Network> _networks = [];
    private long _number;
    private long _listed;

    /// <summary>What is to be looked at as soon as possible.</summary>
    public Needs Needs { get; } = new();

    /// <summary>What is to be looked at once more when things have calmed down.</summary>
    public Needs Unsettled { get; } = new();

    /// <summary>Networks that have yet to show a member they were told to have.</summary>
    public IEnumerable<string> Awaited
        => _containers.Values.SelectMany(container => container.Attachments).Where(pair => pair.Value.Awaited).Select(pair => pair.Key).Distinct();

    public Look TakeLook() => Needs.Take(_number, time.GetTimestamp());

    public void Apply(EngineEvent told)
    {
        _number++;
        switch (told)
        {
            case { Type: "container", Action: { } action, Actor.Id: { Length: > 0 } id }:
                ApplyToContainer(action, id);
                break;
            case { Type: "network", Action: { } action, Actor: { Id: { Length: > 0 } id } actor } when actor["type"] is "bridge" or null:
                ApplyToNetwork(action, id, actor["container"]);
                break;
            case { Type: "daemon", Action: "reload" }:
                Needs.Everything();
                break;
        }
    }

    /// <summary>A container counts once its name and labels are known, and its addresses while it runs or is about to.</summary>
    public DockerPart ToPart() => new(
        _networks.Values.OrderBy(network => network.Id, StringComparer.Ordinal).ToEquatableArray(),
        _containers.Values
            .Where(container => container.Life == Life.Running || (container.Life == Life.Starting && container.HasAddress))
            .Select(ToContainer).OfType<Container>()
            .OrderBy(container => container.Id, StringComparer.Ordinal)
            .ToEquatableArray(),
        _listed,
        LastThere: null);

    private Container? ToContainer(KnownContainer known)
        => known.Facts is { } facts
            ? new Container(known.Id, facts.Name, facts.Image, facts.Labels, Endpoints(known), known.Published)
            : null;

    private EquatableArray<Endpoint> Endpoints(KnownContainer known)
        => known.Attachments
            .Where(pair => !pair.Value.Addresses.IsEmpty && _networks.ContainsKey(pair.Key))
            .Select(pair => new Endpoint(_networks[pair.Key].Name, _networks[pair.Key].Bridge, pair.Value.Addresses))
            .OrderBy(endpoint => endpoint.NetworkName, StringComparer.Ordinal)
            .ThenBy(endpoint => endpoint.Bridge, StringComparer.Ordinal)
            .ToEquatableArray();

    private void ApplyToContainer(string action, string id)
    {
        Unsettled.Container(id);
        switch (action)
        {
            case "create" or "rename" or "update":
                Needs.Container(id);
                break;
            case "start":
                Change(id).Life = Life.Running;
                Needs.Container(id);
                break;
            case "die" or "destroy":
                var ended = Change(id);
                ended.Ended = _number;
                ended.End();
                break;
        }
    }

    private void ApplyToNetwork(string action, string id, string? container)
    {
        Unsettled.Network(id);
        switch (action)
        {
            case "connect" when container is not null:
                var known = Change(container);
                known.Life = known.Life == Life.Down ? Life.Starting : known.Life;
                known.Attachments[id] = new Attachment(_number, Awaited: true, []);
                Needs.Network(id);
                Unsettled.Container(container);
                if (known.Facts is null)
                {
                    Needs.Container(container);
                }

                break;
            case "disconnect" when container is not null:
                Known(container).Attachments[id] = new Attachment(_number, Awaited: false, []);
                break;
            case "create" or "update":
                Needs.Network(id);
                break;
            case "destroy":
                RemoveNetwork(id);
                break;
        }
    }

    private void RemoveNetwork(string id)
    {
        _networks.Remove(id);
        foreach (var known in _containers.Values)
        {
            known.Attachments.Remove(id);
        }
    }

    private KnownContainer Known(string id)
    {
        if (!_containers.TryGetValue(id, out var known))
        {
            _containers[id] = known = new KnownContainer(id);
        }

        return known;
    }

    private KnownContainer Change(string id)
    {
        var known = Known(id);
        (known.Changed, known.ChangedAt) = (_number, time.GetTimestamp());
        return known;
    }
}

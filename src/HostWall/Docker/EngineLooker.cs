using HostWall.Core;
using HostWall.Core.Inventory;
using Microsoft.Extensions.Logging;

namespace HostWall.Docker;

/// <summary>Answers a <see cref="Look"/>. It outlives connections: what an image brings and what a container was made from never changes.</summary>
internal sealed class EngineLooker(DockerTimings timings, TimeProvider time, ILogger log)
{
    private readonly ObjectFailures _failures = new(log);

    /// <summary>Containers that took too long to be inspected: asked again when everything is looked at, for a look may not wait each time.</summary>
    private readonly HashSet<string> _slow = [];

    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _imageLabels = [];
    private readonly Dictionary<string, string> _imageReferences = [];
    private readonly HashSet<string> _reportedGone = [];

    public async Task<LookAnswer> LookAsync(EngineClient engine, Look look, CancellationToken cancellation)
    {
        // Side by side: at a start the address is wanted at once, and listing takes longer than looking at one network.
        var networks = NetworksAsync(engine, look, cancellation);
        var containers = ContainersAsync(engine, look, cancellation);
        await Task.WhenAll(networks, containers);
        return new LookAnswer(look, await containers, await networks);
    }

    private async Task<IReadOnlyList<NetworkView>> NetworksAsync(EngineClient engine, Look look, CancellationToken cancellation)
    {
        if (look.Everything)
        {
            var listed = await engine.BridgeNetworksAsync(cancellation);
            return await Task.WhenAll(listed.Select(async view => await TryNetworkAsync(engine, view.Id, cancellation) ?? view));
        }

        var asked = await Task.WhenAll(look.Networks.Select(async id => (Id: id, View: await TryNetworkAsync(engine, id, cancellation))));
        if (asked.All(network => network.View is not null))
        {
            return [.. asked.Select(network => network.View!)];
        }

        // From the list, without members: they are closed, but the bridge must not be taken for one that is not Docker's.
        var others = (await engine.BridgeNetworksAsync(cancellation)).ToDictionary(view => view.Id);
        return [.. asked.Select(network => network.View ?? others.GetValueOrDefault(network.Id) ?? NetworkView.Gone(network.Id))];
    }

    /// <summary>Null when the engine cannot tell of it.</summary>
    private async Task<NetworkView?> TryNetworkAsync(EngineClient engine, string id, CancellationToken cancellation)
    {
        try
        {
            var view = await engine.NetworkAsync(id, cancellation);
            _failures.Answered(id);
            return view;
        }
        catch (Exception failure) when (EngineException.FromAnswer(failure) is { } answered)
        {
            _failures.Failed("the network", id, answered.Message, "All containers on it are closed");
            return null;
        }
    }

    private async Task<IReadOnlyList<ContainerView>> ContainersAsync(EngineClient engine, Look look, CancellationToken cancellation)
    {
        IReadOnlyList<ListedContainer> listed = look switch
        {
            { Everything: true } => await engine.RunningAsync(cancellation),
            { Containers.Count: > 0 } => await engine.ContainersAsync(look.Containers, cancellation),
            _ => [],
        };
        if (look.Everything)
        {
            Forget(listed);
            _slow.Clear();
        }

        var views = new List<ContainerView>(listed.Count);
        foreach (var container in listed)
        {
            var image = await ImageReferenceAsync(engine, container, cancellation);
            var labels = await LabelsAsync(engine, container, cancellation);
            views.Add(new ContainerView(container.Id, container.Runs, new ContainerFacts(container.Name, image, labels), container.Published, container.Networks));
        }

        return views;
    }

    /// <summary>
    /// Once a tag has moved on to another image, Docker lists the containers made from it with their image's identifier. They are still
    /// what the operator asked for by that tag.
    /// </summary>
    private async Task<string> ImageReferenceAsync(EngineClient engine, ListedContainer container, CancellationToken cancellation)
    {
        if (container.Image != container.ImageId && container.Image.Length > 0)
        {
            _imageReferences[container.Id] = container.Image;
        }
        // Inspecting blocks during a start, when nothing may wait for it; and a container that starts was made from a tag of now, or is looked at again.
        else if (!_imageReferences.ContainsKey(container.Id) && container.Runs && await TryImageReferenceAsync(engine, container.Id, cancellation) is { Length: > 0 } reference)
        {
            _imageReferences[container.Id] = reference;
        }

        return _imageReferences.GetValueOrDefault(container.Id, container.Image);
    }

    /// <summary>Null when the engine cannot tell, or takes too long to.</summary>
    private async Task<string?> TryImageReferenceAsync(EngineClient engine, string container, CancellationToken cancellation)
    {
        if (_slow.Contains(container))
        {
            return null;
        }

        using var limit = new CancellationTokenSource(timings.InspectLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            var reference = await engine.ImageReferenceAsync(container, either.Token);
            _failures.Answered(container);
            return reference;
        }
        catch (Exception failure) when (failure is OperationCanceledException or TimeoutException && !cancellation.IsCancellationRequested)
        {
            _slow.Add(container);
            _failures.Failed("the container", container, "it takes too long", "It keeps the image that it is listed with");
            return null;
        }
        catch (Exception failure) when (EngineException.FromAnswer(failure) is { } answered)
        {
            _failures.Failed("the container", container, answered.Message, "It keeps the image that it is listed with");
            return null;
        }
    }

    private async Task<EquatableArray<Label>> LabelsAsync(EngineClient engine, ListedContainer container, CancellationToken cancellation)
    {
        if (container.Labels.Count == 0)
        {
            return [];
        }

        var brought = await ImageLabelsAsync(engine, container, cancellation);
        return container.Labels
            .Select(label => new Label(label.Key, label.Value, brought is null || (brought.TryGetValue(label.Key, out var value) && value == label.Value)))
            .OrderBy(label => label.Key, StringComparer.Ordinal)
            .ToEquatableArray();
    }

    /// <summary>Null when the image is gone or the engine cannot tell of it: then nobody can tell whether a label is the operator's, and none counts.</summary>
    private async Task<IReadOnlyDictionary<string, string>?> ImageLabelsAsync(EngineClient engine, ListedContainer container, CancellationToken cancellation)
    {
        if (_imageLabels.TryGetValue(container.ImageId, out var known))
        {
            return known;
        }

        IReadOnlyDictionary<string, string>? found;
        try
        {
            found = await engine.ImageLabelsAsync(container.ImageId, cancellation);
            _failures.Answered(container.ImageId);
        }
        catch (Exception failure) when (EngineException.FromAnswer(failure) is { } answered)
        {
            _failures.Failed("the image", container.ImageId, answered.Message, "No label of a container made from it counts");
            return null;
        }

        if (found is not null)
        {
            _imageLabels[container.ImageId] = found;
        }
        else if (_reportedGone.Add(container.Id))
        {
            log.ImageGone(container.Name, container.Id, container.ImageId);
        }

        return found;
    }

    private void Forget(IReadOnlyList<ListedContainer> running)
    {
        var images = running.Select(container => container.ImageId).ToHashSet();
        foreach (var gone in _imageLabels.Keys.Where(image => !images.Contains(image)).ToList())
        {
            _imageLabels.Remove(gone);
        }

        var containers = running.Select(container => container.Id).ToHashSet();
        foreach (var gone in _imageReferences.Keys.Where(container => !containers.Contains(container)).ToList())
        {
            _imageReferences.Remove(gone);
        }

        _reportedGone.IntersectWith(containers);
    }
}

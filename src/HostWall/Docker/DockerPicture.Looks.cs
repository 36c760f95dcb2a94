namespace HostWall.Docker;

// What looks tell.
internal sealed partial class DockerPicture
{
    public void Apply(LookAnswer answer)
    {
        foreach (var view in answer.Containers)
        {
            ApplyView(view, answer.Look);
        }

        var shown = answer.Containers.Select(view => view.Id).ToHashSet();
        foreach (var id in (answer.Look.Everything ? [.. _containers.Keys] : answer.Look.Containers).Where(id => !shown.Contains(id)))
        {
            ApplyAbsence(id, answer.Look);
        }

        foreach (var view in answer.Networks)
        {
            ApplyView(view, answer.Look);
        }

        if (answer.Look.Everything)
        {
            var networks = answer.Networks.Select(view => view.Id).ToHashSet();
            foreach (var gone in _networks.Keys.Where(id => !networks.Contains(id)).ToList())
            {
                RemoveNetwork(gone);
            }

            _listed = answer.Look.Began;
        }
    }

    private void ApplyView(ContainerView view, Look look)
    {
        var known = Known(view.Id);
        known.Facts = view.Facts;
        if (known.Changed > look.Number)
        {
            return;
        }

        if (view.Runs && (known.Life == Life.Running || IsPast(known, look, timings.ListLag)))
        {
            known.Life = Life.Running;
            known.Published = view.Published;
            foreach (var network in view.Networks.Where(network => _networks.ContainsKey(network) && !known.Attachments.ContainsKey(network)))
            {
                Needs.Network(network);
            }
        }
        else if (!view.Runs)
        {
            EndIfPast(known, look);
        }
    }

    private void ApplyAbsence(string id, Look look)
    {
        if (!_containers.TryGetValue(id, out var known) || known.Changed > look.Number)
        {
            return;
        }

        EndIfPast(known, look);
        if (known.Life == Life.Down && IsPast(known, look, timings.ListLag))
        {
            _containers.Remove(id);
        }
    }

    private void EndIfPast(KnownContainer known, Look look)
    {
        if (IsPast(known, look, known.Life == Life.Starting ? timings.StartLimit : timings.ListLag))
        {
            known.End();
        }
    }

    /// <summary>Whether the list has had the time to show what the last event about the container said.</summary>
    private bool IsPast(KnownContainer known, Look look, TimeSpan limit)
        => known.ChangedAt is not { } changed || time.GetElapsedTime(changed, look.Began) >= limit;

    private void ApplyView(NetworkView view, Look look)
    {
        if (view.Network is null)
        {
            RemoveNetwork(view.Id);
            return;
        }

        _networks[view.Id] = view.Network;
        foreach (var known in _containers.Values)
        {
            var attachment = known.Attachments.GetValueOrDefault(view.Id);
            if (Math.Max(attachment.Changed, known.Ended) > look.Number)
            {
                continue;
            }

            if (view.Members.TryGetValue(known.Id, out var addresses) && known.Life != Life.Down)
            {
                known.Attachments[view.Id] = attachment with { Addresses = addresses, Awaited = addresses.IsEmpty && attachment.Awaited };
            }
            else if (attachment.Awaited && known.Life != Life.Down)
            {
                known.Attachments[view.Id] = attachment with { Addresses = [] };
            }
            else
            {
                known.Attachments.Remove(view.Id);
            }
        }
    }
}

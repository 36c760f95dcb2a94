using HostWall.Core;
using HostWall.Core.Desired;
using HostWall.Core.Rules;
using HostWall.Kernel;

namespace HostWall.Daemon;

/// <summary>Says in a few words how memberships changed, for the journal and the log.</summary>
internal static class MembershipText
{
    private const int MostLines = 8;

    public static EquatableArray<string> Between(DesiredState? before, DesiredState after, Change.OfElements change)
    {
        var old = (before?.Containers ?? []).ToDictionary(bound => bound.Container.Id, StringComparer.Ordinal);
        var now = after.Containers.ToDictionary(bound => bound.Container.Id, StringComparer.Ordinal);
        var lines = old.Values.Where(bound => !now.ContainsKey(bound.Container.Id)).Select(bound => $"{bound.Container.Name} left {bound.Tier}")
            .Concat(now.Values.Where(bound => !old.TryGetValue(bound.Container.Id, out var was) || was != bound).Select(Describe))
            .Concat(OfLinks(change.Removed, "no longer"))
            .Concat(OfLinks(change.Added, "now"))
            .ToList();
        return lines.Count <= MostLines ? [.. lines] : [.. lines.Take(MostLines), $"and {lines.Count - MostLines} more"];
    }

    private static IEnumerable<string> OfLinks(EquatableArray<Element> elements, string since)
        => elements.OfType<Element.Link>().Select(link => $"bridge {link.Name} {since} {link.Set}");

    private static string Describe(BoundContainer bound)
        => $"{bound.Container.Name} in {bound.Tier} ({bound.Reason.Text}) at {string.Join(", ", bound.Container.Endpoints.SelectMany(endpoint => endpoint.Addresses))}";
}

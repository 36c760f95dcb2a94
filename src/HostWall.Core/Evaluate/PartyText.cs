using System.Diagnostics;
using HostWall.Core.Desired;
using HostWall.Core.Inventory;
using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>A party in words that an operator understands.</summary>
internal static class PartyText
{
    public static string Of(PolicyDocument policy, Party party) => party switch
    {
        Party.Host => "host",
        Party.World outside => $"{outside.Address}{ByLink(outside)}{In(policy, outside)}",
        Party.InTier { IsRunning: true, Container: { } container } member => $"container {container.Name} of tier {member.Tier}",
        Party.InTier member => $"container of tier {member.Tier}{Traits(member)}",
        _ => throw new UnreachableException($"no party {party}"),
    };

    /// <summary>The groups that somebody outside is in, in file order.</summary>
    public static IEnumerable<string> Groups(PolicyDocument policy, Party.World outside)
        => policy.Groups.Where(group => PeerMeaning.Holds(group, outside)).Select(group => group.Name);

    public static string ByLink(Party.World outside) => outside.Link is { } link ? $" by {link}" : "";

    private static string In(PolicyDocument policy, Party.World outside)
        => Groups(policy, outside).ToList() is { Count: > 0 } groups ? $" of {string.Join(" and ", groups)}" : " of the world";

    private static string Traits(Party.InTier member)
    {
        if (member.Container is not { } container)
        {
            return "";
        }

        List<string> words =
        [
            .. container.Name.Length > 0 ? (string[])[$"named {container.Name}"] : [],
            .. container.Image.Length > 0 ? (string[])[$"of image {container.Image}"] : [],
            .. container.Labels.Where(label => label.Key != TierAssignment.LabelKey).Select(Text),
            .. container.Endpoints.IsEmpty ? (string[])[] : [$"on {(container.Endpoints.Count == 1 ? "network" : "networks")} {string.Join(", ", container.Endpoints.Select(endpoint => endpoint.NetworkName))}"],
            .. container.Published.IsEmpty ? (string[])[] : ["publishing the port"],
        ];
        return words.Count == 0 ? "" : $" {string.Join(", ", words)}";
    }

    private static string Text(Label label) => (Trait)new Trait.Label(label.Key) switch
    {
        var trait when trait == Trait.Project => $"of project {label.Value}",
        var trait when trait == Trait.Service => $"of service {label.Value}",
        _ => $"with label {label.Key}={label.Value}",
    };
}

using HostWall.Core.Addressing;
using HostWall.Core.Desired;
using HostWall.Core.Policy.Reading;

namespace HostWall.Core.Evaluate;

/// <summary>Finds whom an operator means. What the policy names comes before what Docker names: containers cannot take a tier's name away.</summary>
public static class PartyResolver
{
    private const int ShortestIdPrefix = 4;

    /// <param name="text">
    /// <c>host</c>, <c>world</c>, a tier, a group, a container by its name (<c>/name</c> is always a container), by its id or a prefix of it
    /// (at least four digits), or an address.
    /// </param>
    public static Resolution Resolve(DesiredState desired, string text)
    {
        if (ByPolicy(desired, text) is { } named)
        {
            return new Resolution.Found(named);
        }

        return ByContainer(desired, text)
            ?? (AddressParser.ParseOrNull(text) is { } address ? ByAddress(desired, address, text) : null)
            ?? new Resolution.NotFound(text, NearNames.Nearest(text, Names(desired)));
    }

    private static Subject? ByPolicy(DesiredState desired, string text) => text switch
    {
        "host" => new Subject.Host(Address: null),
        "world" => new Subject.World(Address: null),
        _ when desired.Policy.FindTier(text) is { } tier => new Subject.Tier(tier),
        _ when desired.Policy.FindGroup(text) is { } group => new Subject.Group(group),
        _ => null,
    };

    private static Resolution? ByContainer(DesiredState desired, string text)
    {
        var name = text.StartsWith('/') ? text[1..] : text;
        return OneOf(text, desired.Containers.Where(bound => string.Equals(bound.Container.Name, name, StringComparison.Ordinal)), address: null)
            ?? (text.Length >= ShortestIdPrefix && text.All(char.IsAsciiHexDigit)
                ? OneOf(text, desired.Containers.Where(bound => bound.Container.Id.StartsWith(text, StringComparison.OrdinalIgnoreCase)), address: null)
                : null);
    }

    private static Resolution ByAddress(DesiredState desired, Address address, string text)
    {
        var owners = desired.Containers.Where(bound => bound.Container.Endpoints.Any(endpoint => endpoint.Addresses.Contains(address)));
        return OneOf(text, owners, address)
            ?? new Resolution.Found(desired.HostAddresses.Contains(address) ? new Subject.Host(address) : new Subject.World(address));
    }

    private static Resolution? OneOf(string text, IEnumerable<BoundContainer> found, Address? address) => found.ToList() switch
    {
        [] => null,
        [var only] => new Resolution.Found(new Subject.Container(only, address)),
        var many => new Resolution.Ambiguous(text, [.. many.Select(bound => bound.Container.Name)]),
    };

    private static IEnumerable<string> Names(DesiredState desired) =>
    [
        "host",
        "world",
        .. desired.Policy.Tiers.Select(tier => tier.Name),
        .. desired.Policy.Groups.Select(group => group.Name),
        .. desired.Containers.Select(bound => bound.Container.Name),
    ];
}

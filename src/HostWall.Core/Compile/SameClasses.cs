using HostWall.Core.Desired;
using HostWall.Core.Policy;
using HostWall.Core.Rules;

namespace HostWall.Core.Compile;

/// <summary>Containers of a tier that have the same values of everything that some rule to the tier compares by <c>same</c>.</summary>
/// <param name="Index">Counts from 1 within the tier; 0 is the class of those without any value.</param>
/// <param name="Values">In the order of the tier's keys; null where there is no value.</param>
internal sealed record SameClass(int Index, EquatableArray<CommonText> Values)
{
    public static readonly SameClass None = new(0, []);
}

/// <param name="Value">Null where there is none.</param>
internal readonly record struct CommonText(string? Value);

/// <summary>
/// Cuts the members of each tier into classes, each with a chain of its own, and keeps the sets of those who share a value. This is the one
/// part of the layout that depends on the containers: it changes when a value comes that no member had, or goes with its last.
/// </summary>
internal sealed class SameClasses
{
    private readonly DesiredState _desired;
    private readonly Dictionary<string, BoundContainer> _containers;
    private readonly List<SameKey> _keys;
    private readonly Dictionary<string, List<SameKey>> _keysOfTier;
    private readonly Dictionary<string, Dictionary<EquatableArray<CommonText>, SameClass>> _classes = new(StringComparer.Ordinal);
    private readonly Dictionary<SameKey, List<string>> _values = [];

    public SameClasses(DesiredState desired, TierRules rules)
    {
        _desired = desired;
        _containers = desired.Containers.ToDictionary(bound => bound.Container.Id, StringComparer.Ordinal);
        _keys = [.. desired.Policy.Rules.SelectMany(rule => rule.Same).Distinct()];
        _keysOfTier = desired.Policy.Tiers.ToDictionary(
            tier => tier.Name, tier => rules.To(tier.Name).SelectMany(to => to.Rule.Same).Distinct().ToList(), StringComparer.Ordinal);
        if (_keys.Count > 0)
        {
            Classify();
        }
    }

    /// <summary>The tier's classes but the one without values.</summary>
    public IEnumerable<SameClass> Of(Tier tier) => _classes.TryGetValue(tier.Name, out var classes) ? classes.Values.OrderBy(one => one.Index) : [];

    public SameClass Of(Member member) => Of(member.Tier, member.ContainerId, member.Network);

    /// <summary>Which network docker-proxy reaches the container by is not known.</summary>
    public SameClass Of(ServedPort port) => Of(port.Tier, port.ContainerId, network: null);

    /// <summary>The match for senders that have all those values in common with the class; null where it lacks one, so that nobody has.</summary>
    public EquatableArray<Match>? SendersAlike(Tier tier, SameClass receivers, EquatableArray<SameKey> keys)
    {
        var values = keys.Select(key => receivers.Values.IsEmpty ? null : receivers.Values[_keysOfTier[tier.Name].IndexOf(key)].Value).ToList();
        return values.Contains(null) ? null : [.. keys.Zip(values, (key, value) => new Match.SourceIn(SetOf(key, value!)))]; // none is null
    }

    public IEnumerable<SetDeclaration> Sets
        => _values.SelectMany(pair => pair.Value.Select(value => new SetDeclaration.Endpoints(SetOf(pair.Key, value), $"{pair.Key} {value}")));

    /// <summary>The sets that hold a member's address.</summary>
    public IEnumerable<string> SetsOf(Member member)
        => from key in _keys
           let value = ValueOf(key, member.ContainerId, member.Network)
           where value is not null && _values[key].Contains(value, StringComparer.Ordinal)
           select SetOf(key, value);

    private void Classify()
    {
        foreach (var tier in _desired.Policy.Tiers)
        {
            var values = _desired.Members.Where(member => IsIn(tier, member.Tier)).Select(member => Values(member.Tier, member.ContainerId, member.Network))
                .Concat(_desired.Served.Where(port => IsIn(tier, port.Tier)).Select(port => Values(port.Tier, port.ContainerId, network: null)))
                .Where(values => values.Any(text => text.Value is not null))
                .Distinct()
                .OrderBy(values => string.Join('\n', values.Select(text => text.Value)), StringComparer.Ordinal);
            _classes.Add(tier.Name, values.Select((each, index) => new SameClass(index + 1, each)).ToDictionary(one => one.Values));
        }

        foreach (var key in _keys)
        {
            var taken = from classes in _classes
                        let place = _keysOfTier[classes.Key].IndexOf(key)
                        where place >= 0
                        from values in classes.Value.Keys
                        select values[place].Value;
            _values.Add(key, [.. taken.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
        }
    }

    private static bool IsIn(Tier tier, string name) => string.Equals(tier.Name, name, StringComparison.Ordinal);

    private SameClass Of(string tier, string? container, string? network)
        => _classes.TryGetValue(tier, out var classes) ? classes.GetValueOrDefault(Values(tier, container, network), SameClass.None) : SameClass.None;

    private EquatableArray<CommonText> Values(string tier, string? container, string? network)
        => [.. _keysOfTier[tier].Select(key => new CommonText(ValueOf(key, container, network)))];

    private string? ValueOf(SameKey key, string? container, string? network)
        => container is null ? null : CommonValue.Of(key, _containers[container].Container, network, _desired.Policy.Settings.ImageLabels);

    private string SetOf(SameKey key, string value) => Names.SameSet(_keys.IndexOf(key) + 1, _values[key].BinarySearch(value, StringComparer.Ordinal) + 1);
}

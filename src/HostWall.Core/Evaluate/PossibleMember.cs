using HostWall.Core.Addressing;
using HostWall.Core.Desired;
using HostWall.Core.Inventory;

namespace HostWall.Core.Evaluate;

/// <summary>A container that could be, as far as it has been settled.</summary>
/// <param name="Alive">The selectors that may still match it, by number.</param>
/// <param name="Compared">Its values of what is compared, in one text.</param>
internal sealed record PossibleMember(Bits Alive, string Compared, EquatableArray<Label> Labels, string Image, string Name, EquatableArray<string> Networks)
{
    public static PossibleMember Anybody(int selectors) => new(Bits.Where(selectors, _ => true), "", [], "", "", []);

    /// <param name="fails">The selectors that do not match who has that value.</param>
    public PossibleMember With(Trait trait, TraitValue value, Bits fails, bool compared)
    {
        var grown = trait switch
        {
            _ when value.Texts.IsEmpty => this,
            Trait.Image => this with { Image = value.Texts[0] },
            Trait.Name => this with { Name = value.Texts[0] },
            Trait.Network => this with { Networks = value.Texts },
            Trait.Label(var key) => this with { Labels = [.. Labels, new Label(key, value.Texts[0], FromImage: false)] },
            _ => throw new System.Diagnostics.UnreachableException($"no trait {trait}"),
        };
        return grown with
        {
            Alive = Alive.Except(fails),
            Compared = compared ? $"{Compared}\n{(value.Texts.IsEmpty ? "" : $"={value.Texts[0]}")}" : Compared,
        };
    }

    /// <summary>With the label that names a tier, unless it has one.</summary>
    public PossibleMember Labelled(string tier) => Labels.Any(label => label.Key == TierAssignment.LabelKey)
        ? this
        : this with { Labels = [.. Labels, new Label(TierAssignment.LabelKey, tier, FromImage: false)] };

    public Party.InTier ToParty(string tier, EquatableArray<PortMatch> published) => new(
        tier,
        new Container(
            Id: "",
            Name,
            Image,
            [.. Labels.OrderBy(label => label.Key, StringComparer.Ordinal)],
            [.. Networks.Select(network => new Endpoint(network, Bridge: "", []))],
            [.. published.Select(port => new PublishedPort(port.Protocol, Family.IPv4, HostAddress: null, port.Ports.First, port.Ports.First))]),
        Networks.IsEmpty ? null : Networks[0]);
}

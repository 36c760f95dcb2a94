using HostWall.Core.Inventory;

namespace HostWall.Core.Desired;

/// <summary>A container with its tier.</summary>
public sealed record BoundContainer(Container Container, string Tier, TierReason Reason);

/// <summary>Why a container is in its tier.</summary>
public abstract record TierReason
{
    private TierReason()
    {
    }

    /// <summary>For people: a clause, as <c>label hostwall.tier</c>.</summary>
    public abstract string Text { get; }

    /// <summary>What the operator should look at, or null.</summary>
    public virtual string? Warning => null;

    /// <summary>Its label names the tier.</summary>
    public sealed record Labelled : TierReason
    {
        public override string Text => "label hostwall.tier";
    }

    /// <summary>The tier's <c>select</c> matches it.</summary>
    public sealed record Selected : TierReason
    {
        public override string Text => "select";
    }

    /// <summary>Nothing puts it in a tier.</summary>
    public sealed record InNone : TierReason
    {
        public override string Text => "no label, no select matches";
    }

    /// <summary>Its label names a tier that the policy does not have.</summary>
    /// <param name="Label">The label's value, shortened and with control characters made visible: it is hostile text.</param>
    public sealed record UnknownTier(string Label) : TierReason
    {
        public override string Text => $"label names unknown tier {Label}";

        public override string Warning => $"label hostwall.tier names a tier that the policy does not have: {Label}";
    }

    /// <summary>The tier that its label names has a <c>claim</c> that does not match it.</summary>
    public sealed record ClaimRefused(string Tier) : TierReason
    {
        public override string Text => $"claim of tier {Tier} does not match";

        public override string Warning => $"label hostwall.tier={Tier} refused: the tier's claim does not match this container";
    }

    /// <summary>Its image brings the label, and the policy does not let images decide.</summary>
    public sealed record LabelOfImage(string Label) : TierReason
    {
        public override string Text => "label comes with the image and does not count";

        public override string Warning => $"label hostwall.tier={Label} comes with the image and does not count; give it where the container is created, or set image-labels = true";
    }
}

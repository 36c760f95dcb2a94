namespace HostWall.Core.Policy;

/// <summary>A whole policy as its operators wrote it, checked: every name in it stands for something in it.</summary>
/// <param name="Tiers">In file order; the built-in <c>unlabelled</c> is always among them, last where the policy does not name it.</param>
/// <param name="Rules">In file order: the first that matches decides.</param>
public sealed record PolicyDocument(
    Settings Settings,
    EquatableArray<Tier> Tiers,
    EquatableArray<Group> Groups,
    EquatableArray<Rule> Rules,
    EquatableArray<PolicyTest> Tests,
    EquatableArray<Invariant> Invariants);

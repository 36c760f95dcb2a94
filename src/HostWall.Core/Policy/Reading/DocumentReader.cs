using HostWall.Core.Policy.Toml;
using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Puts the files of a policy together: first everything that has a name, then what refers to names.</summary>
internal sealed class DocumentReader(Findings findings)
{
    private readonly NameTable _names = new(findings);

    public PolicyDocument Read(List<PolicyRoot> roots)
    {
        var tiers = roots.SelectMany(root => root.Tiers).Select(tier => ReadTier(tier.Name, tier.Table)).ToList();
        var groups = roots.SelectMany(root => root.Groups).Select(group => ReadGroup(group.Name, group.Table)).ToEquatableArray();
        if (!tiers.Exists(tier => string.Equals(tier.Name, Tier.Unlabelled, StringComparison.Ordinal)))
        {
            tiers.Add(new Tier(Tier.Unlabelled, null, null, null, Default.Deny, Default.Deny, Origin: null, Span: null));
        }

        var names = new PeerNames([.. tiers], groups);
        var peers = new PeerReader(names, findings);
        var rules = new RuleReader(peers, findings);
        var tests = new TestReader(names, peers, findings);
        var invariants = new InvariantReader(peers, findings);
        return new PolicyDocument(
            roots.Select(root => root.Settings).FirstOrDefault() ?? Settings.Default,
            [.. tiers],
            groups,
            roots.SelectMany(root => root.Rules).Select(rules.Read).OfType<Rule>().ToEquatableArray(),
            roots.SelectMany(root => root.Tests).Select(tests.Read).OfType<PolicyTest>().ToEquatableArray(),
            roots.SelectMany(root => root.Invariants).Select(invariants.Read).OfType<Invariant>().ToEquatableArray());
    }

    private Tier ReadTier(Word name, TomlNode.Table table)
    {
        if (string.Equals(name.Text, Tier.Unlabelled, StringComparison.Ordinal))
        {
            _names.Take("tier", name);
        }
        else
        {
            Take("tier", name);
        }

        return TierReader.Read(name, table, findings);
    }

    private Group ReadGroup(Word name, TomlNode.Table table)
    {
        Take("group", name);
        return GroupReader.Read(name, table, findings);
    }

    private void Take(string kind, Word name)
    {
        if (PeerNames.IsReserved(name.Text))
        {
            findings.Add(DiagnosticCodes.ReservedName, name.Span, $"{name} is a built-in name; give the {kind} another");
            return;
        }

        NameRule.Check(kind, name, findings);
        _names.Take(kind, name);
    }
}

using System.Security.Cryptography;
using System.Text;
using HostWall.Core;

namespace HostWall.Versions;

/// <summary>The files of one version: written into a staged folder, read back and held against their record.</summary>
internal static class VersionContent
{
    public const string MetaFile = "meta.json";
    private const string PolicyFolder = "policy";

    /// <summary>Writes all of it and makes it durable, up to the name of the folder itself, which is the parent's.</summary>
    public static void Write(IDurableFiles files, string folder, PolicyText policy, byte[] meta, string rulesFile, byte[] rules)
    {
        var policyFolder = Path.Combine(folder, PolicyFolder);
        var dropIns = Path.Combine(policyFolder, PolicyFile.DropInFolder);
        string[] folders = policy.Files.Count > 1 ? [folder, policyFolder, dropIns] : [folder, policyFolder];
        foreach (var each in folders)
        {
            files.CreateFolder(each);
        }

        foreach (var file in policy.Files)
        {
            files.CreateFile(Path.Combine(policyFolder, file.Name), file.ToBytes());
        }

        files.CreateFile(Path.Combine(folder, rulesFile), rules);
        files.CreateFile(Path.Combine(folder, MetaFile), meta);
        foreach (var each in Enumerable.Reverse(folders))
        {
            files.SyncFolder(each);
        }
    }

    /// <summary>The content of a version, or in what it differs from its record. Nothing that is found there throws.</summary>
    public static (StoredVersion? Version, EquatableArray<VersionFinding> Findings) Read(string folder, VersionRecord record)
    {
        var (policy, policyTrouble) = ReadPolicy(folder, record);
        var (rules, rulesTrouble) = ReadRules(folder, record);
        EquatableArray<VersionFinding> findings = [.. new[] { policyTrouble, rulesTrouble }.OfType<VersionFinding>()];

        // The rule text is a record for people; what is enforced is compiled from the policy.
        return (policy is null ? null : new StoredVersion(record, policy, rules ?? "# the rules of this version are not as they were stored\n"), findings);
    }

    /// <summary>The policy of a version, or in what it differs from its record.</summary>
    public static (PolicyText? Policy, VersionFinding? Finding) ReadPolicy(string folder, VersionRecord record)
    {
        try
        {
            var policy = PolicyText.ReadFolder(Path.Combine(folder, PolicyFolder));
            return policy.Sha256 == record.PolicySha256
                ? (policy, null)
                : (null, new(record.Number, FindingKind.PolicyAltered, "the policy has not the hash of its record"));
        }
        catch (PolicyUnreadableException e)
        {
            return (null, new(record.Number, FindingKind.PolicyAltered, $"the policy cannot be read ({e.Message})"));
        }
    }

    private static (string?, VersionFinding?) ReadRules(string folder, VersionRecord record)
    {
        var file = record.Rules.File;
        if (!IsRulesFile(file))
        {
            return (null, new(record.Number, FindingKind.RulesAltered, "the record names a rule file that no version has"));
        }

        try
        {
            var bytes = File.ReadAllBytes(Path.Combine(folder, file));
            return Hash(bytes) == record.Rules.Sha256
                ? (Encoding.UTF8.GetString(bytes), null)
                : (null, new(record.Number, FindingKind.RulesAltered, $"{file} has not the hash of its record"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, new(record.Number, FindingKind.RulesAltered, $"{file} cannot be read ({e.Message})"));
        }
    }

    /// <summary>A record that somebody wrote must not make a root process read elsewhere.</summary>
    public static bool IsRulesFile(string name) =>
        name.StartsWith("rules.", StringComparison.Ordinal) && name[6..] is { Length: > 0 and < 20 } rest && rest.All(char.IsAsciiLetterLower);

    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

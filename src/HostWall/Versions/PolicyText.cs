using System.Security.Cryptography;
using System.Text;
using HostWall.Core;
using HostWall.Core.Text;

namespace HostWall.Versions;

/// <summary>
/// A policy as its files, <c>policy.toml</c> first and then <c>policy.d</c> in ordinal order of names: what an operator
/// decided, word for word. Two are equal when their bytes are.
/// </summary>
public sealed record PolicyText
{
    private PolicyText(EquatableArray<PolicyFile> files)
    {
        Files = files;
        Sha256 = Fingerprint(files);
    }

    public EquatableArray<PolicyFile> Files { get; }

    /// <summary>
    /// The fingerprint over names and bytes, in lower-case hexadecimal. Within a policy folder
    /// <c>LC_ALL=C sha256sum policy.toml policy.d/*.toml | sha256sum</c> prints the same.
    /// </summary>
    public string Sha256 { get; }

    /// <summary>What the reader takes; messages about it carry the files' names.</summary>
    public EquatableArray<SourceFile> Sources => [.. Files.Select(file => new SourceFile(file.Name, file.Text))];

    /// <summary>A policy out of files that came over the control socket: names and texts are checked as those of a disk are.</summary>
    /// <exception cref="PolicyUnreadableException"/>
    public static PolicyText Create(IEnumerable<PolicyFile> files)
    {
        EquatableArray<PolicyFile> ordered =
            [.. files.Select(PolicyFile.Checked).OrderBy(f => f.Name != PolicyFile.Main).ThenBy(f => f.Name, StringComparer.Ordinal)];

        if (ordered.IsEmpty || ordered[0].Name != PolicyFile.Main)
        {
            throw new PolicyUnreadableException(PolicyFile.Main, "is missing", "a policy begins with it; policy.d only adds to it");
        }

        if (ordered.GroupBy(f => f.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new PolicyUnreadableException(twice.Key, "is given twice", "send each file once");
        }

        if (string.IsNullOrWhiteSpace(ordered[0].Text))
        {
            throw new PolicyUnreadableException(PolicyFile.Main, "is empty", "write a policy, at least `schema = 1`");
        }

        return new PolicyText(ordered);
    }

    /// <summary>Reads a config folder, or a single file; the single one becomes the policy's <c>policy.toml</c>.</summary>
    /// <exception cref="PolicyUnreadableException"/>
    public static PolicyText Read(string path) => Directory.Exists(path) ? ReadFolder(path) : ReadFile(path);

    /// <inheritdoc cref="Read"/>
    public static PolicyText ReadFile(string path) => FromDisk(path, [PolicyDisk.Read(PolicyFile.Main, path)]);

    /// <inheritdoc cref="Read"/>
    public static PolicyText ReadFolder(string folder)
    {
        var main = PolicyDisk.Read(PolicyFile.Main, Path.Combine(folder, PolicyFile.Main));
        return FromDisk(Path.Combine(folder, PolicyFile.Main), [main, .. PolicyDisk.ReadDropIns(folder)]);
    }

    public bool Equals(PolicyText? other) => other is not null && Sha256 == other.Sha256;

    public override int GetHashCode() => Sha256.GetHashCode(StringComparison.Ordinal);

    private static PolicyText FromDisk(string mainPath, EquatableArray<PolicyFile> files) =>
        string.IsNullOrWhiteSpace(files[0].Text)
            ? throw new PolicyUnreadableException(mainPath, "is empty", "write a policy, at least `schema = 1`")
            : Create(files);

    private static string Fingerprint(EquatableArray<PolicyFile> files)
    {
        var list = string.Concat(files.Select(f => $"{Convert.ToHexStringLower(SHA256.HashData(f.ToBytes()))}  {f.Name}\n"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list)));
    }
}

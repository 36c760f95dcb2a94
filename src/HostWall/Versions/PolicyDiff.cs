using HostWall.Text;

namespace HostWall.Versions;

/// <summary>Two policies compared file by file.</summary>
public static class PolicyDiff
{
    private const string Nothing = "/dev/null"; // what patch takes for a file that is not there

    /// <summary>The unified diffs of the files that differ, as <c>hostwall diff</c> prints them; empty when the policies are equal.</summary>
    public static string Unified(string oldLabel, PolicyText old, string newLabel, PolicyText @new)
        => string.Concat(Pairs(old, @new).Select(file => TextDiff.Unified(
            file.Old is null ? Nothing : $"{oldLabel}/{file.Name}",
            file.Old ?? "",
            file.New is null ? Nothing : $"{newLabel}/{file.Name}",
            file.New ?? "")));

    /// <summary>The lines that the unified diffs add and remove.</summary>
    public static LineCount Count(PolicyText old, PolicyText @new)
        => Pairs(old, @new).Aggregate(default(LineCount), (count, file) => count + TextDiff.Count(file.Old ?? "", file.New ?? ""));

    /// <summary>Every file of either, <c>policy.toml</c> first; null stands for a file that is not there.</summary>
    private static IEnumerable<(string Name, string? Old, string? New)> Pairs(PolicyText old, PolicyText @new)
    {
        var before = old.Files.ToDictionary(f => f.Name, f => f.Text, StringComparer.Ordinal);
        var after = @new.Files.ToDictionary(f => f.Name, f => f.Text, StringComparer.Ordinal);
        return before.Keys.Union(after.Keys, StringComparer.Ordinal)
            .OrderBy(name => name != PolicyFile.Main).ThenBy(name => name, StringComparer.Ordinal)
            .Select(name => (name, before.GetValueOrDefault(name), after.GetValueOrDefault(name)));
    }
}

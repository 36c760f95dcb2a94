using System.Text.RegularExpressions;

namespace HostWall.Tests;

/// <summary>Core's folders are layers: what each may use is a table, and this holds it.</summary>
public sealed partial class LayeringTest
{
    /// <summary>Each folder of Core with what it may name; what those may use, it may too.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Text"] = [],
        ["Addressing"] = [],
        ["Policy"] = ["Text", "Addressing"],
        ["Inventory"] = ["Addressing"],
        ["Desired"] = ["Text", "Addressing", "Policy", "Inventory"],
        ["Rules"] = ["Text", "Addressing"],
        ["Compile"] = ["Desired", "Rules"],
        ["Render"] = ["Rules"],
        ["Evaluate"] = ["Desired", "Rules"],
    };

    public static TheoryData<string> Folders() => [.. Directory.GetDirectories(Core).Select(Path.GetFileName).OfType<string>().Where(name => name is not ("bin" or "obj"))];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_of_Core_uses_only_what_the_design_lets_it(string folder)
    {
        var may = Reach(folder).Append(folder).ToHashSet(StringComparer.Ordinal);
        foreach (var (file, text) in Sources(folder))
        {
            foreach (Match named in NamedLayer().Matches(text))
            {
                may.ShouldContain(named.Groups[1].Value, $"{file} names {named.Value}");
            }
        }
    }

    /// <summary>Else a file could stand in one folder and belong to another.</summary>
    [Theory]
    [MemberData(nameof(Folders))]
    public void A_namespace_is_the_folder(string folder)
    {
        foreach (var (file, text) in Sources(folder))
        {
            var path = Path.GetRelativePath(Core, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.');
            text.ShouldContain($"namespace HostWall.Core.{path};", customMessage: file);
        }
    }

    private static string Core => Repository.Path("src", "HostWall.Core");

    private static HashSet<string> Reach(string folder)
    {
        var reach = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(Allowed[folder]);
        while (open.TryDequeue(out var next))
        {
            if (reach.Add(next))
            {
                Array.ForEach(Allowed[next], open.Enqueue);
            }
        }

        return reach;
    }

    private static IEnumerable<(string File, string Text)> Sources(string folder)
        => Directory.GetFiles(Path.Combine(Core, folder), "*.cs", SearchOption.AllDirectories).Select(file => (file, File.ReadAllText(file)));

    [GeneratedRegex(@"\bHostWall\.Core\.([A-Z]\w*)")]
    private static partial Regex NamedLayer();
}

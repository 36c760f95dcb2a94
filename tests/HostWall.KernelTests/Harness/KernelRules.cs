using System.Text.RegularExpressions;

namespace HostWall.KernelTests.Harness;

/// <summary>What nft lists, without what changes by itself: the numbers of counters.</summary>
public static partial class KernelRules
{
    /// <summary>HostWall's own tables.</summary>
    public static async Task<string> OwnAsync(DockerHost host) =>
        $"{await TableAsync(host, "inet")}\n{await TableAsync(host, "bridge")}";

    /// <summary>Any table.</summary>
    public static async Task<string> TableAsync(DockerHost host, string family, string name = "hostwall") =>
        Numbers().Replace(await host.RunAsync("nft", ["list", "table", family, name]), "packets N bytes N");

    /// <summary>Asserts that nothing differs, and shows the lines that do.</summary>
    public static void ShouldBeRules(this string actual, string expected)
    {
        var (now, then) = (actual.Split('\n'), expected.Split('\n'));
        (actual == expected).ShouldBeTrue($"new:\n{string.Join('\n', now.Except(then))}\ngone:\n{string.Join('\n', then.Except(now))}");
    }

    /// <summary>The same whichever generation it is, and in whichever order nft lists the objects: counters outlive generations.</summary>
    public static string WithoutGeneration(string rules) =>
        string.Join("\n\n", Generation().Replace(rules, "gN_").Split("\n\t}\n").Select(text => text.Trim()).Order(StringComparer.Ordinal));

    [GeneratedRegex("\\bg[0-9]+_")]
    private static partial Regex Generation();

    [GeneratedRegex("packets [0-9]+ bytes [0-9]+")]
    private static partial Regex Numbers();
}

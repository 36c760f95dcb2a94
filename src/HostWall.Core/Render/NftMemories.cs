using System.Globalization;
using HostWall.Core.Addressing;
using HostWall.Core.Rules;

namespace HostWall.Core.Render;

/// <summary>The sets that limits remember by. They stand outside generations: a change of policy must not reset what has been counted.</summary>
internal static class NftMemories
{
    private static readonly Family[] Families = [Family.IPv4, Family.IPv6];

    /// <summary>The sets that stand for a memory, one for each family where it holds addresses.</summary>
    public static IEnumerable<string> Names(SetDeclaration.Memory memory)
        => memory.By == CountBy.Nothing ? [Of(memory.Name)] : Families.Select(family => Of(memory.Name, family));

    public static string Of(string memory) => NftNames.OfGeneration(NftNames.NoGeneration, memory);

    public static string Of(string memory, Family family) => NftNames.OfFamily(NftNames.NoGeneration, memory, family);

    /// <summary>Commands that add them where they are not there yet.</summary>
    public static IEnumerable<string> Commands(SetDeclaration.Memory memory)
        => memory.By == CountBy.Nothing
            ? [Command(memory, Of(memory.Name), "typeof ct direction")]
            : Families.Select(family => Command(memory, Of(memory.Name, family), $"type {NftHolder.AddressType(family)}"));

    private static string Command(SetDeclaration.Memory memory, string name, string type)
    {
        var timeout = memory.Timeout is { } time ? string.Create(CultureInfo.InvariantCulture, $" timeout {(long)time.TotalSeconds}s;") : "";
        var flags = memory.Timeout is null ? "dynamic" : "dynamic,timeout";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"add set {NftTables.Inet} {NftNames.Table} {name} {{ {type}; flags {flags};{timeout} size {SetDeclaration.Memory.Size}; }}\n");
    }
}

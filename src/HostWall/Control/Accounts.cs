using System.Globalization;

namespace HostWall.Control;

/// <summary>
/// Names of users and groups out of the local files. Groups of a caller are never looked up: the kernel tells their numbers, so
/// that users of LDAP and the like count too; only the two groups of HostWall are looked up by name, and those are local.
/// </summary>
internal sealed class Accounts(string passwdFile = "/etc/passwd", string groupFile = "/etc/group")
{
    /// <summary>The group's number; null where there is none.</summary>
    public uint? GroupNumber(string name)
        => Fields(groupFile).FirstOrDefault(fields => fields.Length > 2 && fields[0] == name) is { } group ? Number(group[2]) : null;

    /// <summary>The user's name, or <c>uid 1234</c> for a user that the local file does not have.</summary>
    public string UserName(uint uid)
        => Fields(passwdFile).FirstOrDefault(fields => fields.Length > 2 && Number(fields[2]) == uid)?[0]
            ?? string.Create(CultureInfo.InvariantCulture, $"uid {uid}");

    private static IEnumerable<string[]> Fields(string file)
        => File.Exists(file) ? File.ReadLines(file).Select(line => line.Split(':')) : [];

    private static uint? Number(string text)
        => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

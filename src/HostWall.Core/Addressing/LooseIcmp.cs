using System.Globalization;

namespace HostWall.Core.Addressing;

/// <summary>What a type of ICMP that is spelled as elsewhere was probably meant to be. Only good for suggestions.</summary>
internal static class LooseIcmp
{
    /// <summary>A spelling that <see cref="PortMatchParser"/> accepts, or null.</summary>
    public static string? Suggest(string text)
    {
        if (text is "*" or "any")
        {
            return "icmp";
        }

        var lower = text.Trim().ToLowerInvariant().Replace('_', '-').Replace(' ', '-');
        var type = text.Length > 32 ? null : ByNumber(lower) ?? IcmpType.Find(lower is "ping" or "echo" ? IcmpType.EchoRequest.Name : lower);
        return type is null ? null : $"icmp/{type.Name}";
    }

    /// <summary>Numbers that mean something in both families are almost always IPv4's.</summary>
    private static IcmpType? ByNumber(string text)
        => byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? IcmpType.All.FirstOrDefault(type => type.V4 == number) ?? IcmpType.All.FirstOrDefault(type => type.V6 == number)
            : null;
}

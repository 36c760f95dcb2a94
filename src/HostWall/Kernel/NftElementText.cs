using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using HostWall.Core.Addressing;
using HostWall.Core.Render;

namespace HostWall.Kernel;

/// <summary>
/// Writes the elements of a listed set or map as the renderer writes them, so that both can be compared. What is in another form than ours comes
/// out as the listing's own JSON, and so is a difference.
/// </summary>
internal static class NftElementText
{
    public static IReadOnlySet<string> Of(JsonElement holder)
    {
        JsonElement[] elements = holder.TryGetProperty("elem", out var listed) ? [.. listed.EnumerateArray()] : [];
        if (IsOfIntervals(holder) && elements.Select(RangeOf).ToList() is var ranges && ranges.TrueForAll(range => range is not null))
        {
            return NftIntervals.Of(ranges.OfType<(Address, Address)>());
        }

        string[] types = holder.GetProperty("type") is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(type => type.ToString())] : [holder.GetProperty("type").ToString()];
        return elements.Select(element => OfElement(element, types)).ToHashSet(StringComparer.Ordinal);
    }

    private static bool IsOfIntervals(JsonElement holder)
        => holder.TryGetProperty("flags", out var flags) && flags.ValueKind == JsonValueKind.Array && flags.EnumerateArray().Any(flag => flag.ValueEquals("interval"));

    private static string OfElement(JsonElement element, string[] types)
        => element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == 2
            ? $"{OfKey(element[0], types)} : {OfVerdict(element[1])}"
            : OfKey(element, types);

    private static string OfKey(JsonElement key, string[] types)
        => key.ValueKind == JsonValueKind.Object && key.TryGetProperty("concat", out var parts)
            ? string.Join(" . ", parts.EnumerateArray().Zip(types, OfPart))
            : OfPart(key, types[0]);

    private static string OfPart(JsonElement part, string type) => (part.ValueKind, type) switch
    {
        (JsonValueKind.String, "ifname") => $"\"{part.GetString()}\"",
        (JsonValueKind.String, "ipv6_addr") when AddressOf(part) is { } address => address.ToString(),
        _ => part.ToString(),
    };

    private static string OfVerdict(JsonElement verdict)
        => verdict.ValueKind == JsonValueKind.Object && verdict.EnumerateObject().First() is { Value.ValueKind: JsonValueKind.Object } kind && kind.Value.TryGetProperty("target", out var target)
            ? $"{kind.Name} {target}"
            : verdict.ToString();

    /// <summary>Null for what is neither an address, a network nor a range.</summary>
    private static (Address First, Address Last)? RangeOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String when AddressOf(element) is { } address => (address, address),
        JsonValueKind.Object when element.TryGetProperty("prefix", out var prefix) && AddressOf(prefix.GetProperty("addr")) is { } network
            => (network, new Cidr(network, prefix.GetProperty("len").GetInt32()).Last),
        JsonValueKind.Object when element.TryGetProperty("range", out var range) && AddressOf(range[0]) is { } first && AddressOf(range[1]) is { } last
            => (first, last),
        _ => null,
    };

    /// <summary>The C library, which nft writes addresses with, and ours differ in how they write IPv4 within IPv6.</summary>
    private static Address? AddressOf(JsonElement text)
    {
        if (!IPAddress.TryParse(text.GetString(), out var address))
        {
            return null;
        }

        var bytes = address.GetAddressBytes();
        return address.AddressFamily == AddressFamily.InterNetwork
            ? new Address(Family.IPv4, BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : new Address(Family.IPv6, BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }
}

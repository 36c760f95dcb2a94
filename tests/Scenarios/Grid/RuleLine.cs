using System.Text;

namespace HostWall.Scenarios.Grid;

/// <summary>
/// Rules of a policy in a line each: <c>allow web,host -> db : tcp/5432 udp</c>. The ports may be left out; further keys stand behind a bar, as
/// in <c>deny any -> db | states = ["new"] ; log = true</c>. A narrowed peer is <c>web[project=shop+service=db]</c> or <c>containers[label.env=prod]</c>.
/// </summary>
internal static class RuleLine
{
    public static string ToToml(IEnumerable<string> lines)
        => string.Concat(lines.Select((line, index) => ToToml(line, $"r{index}")));

    private static string ToToml(string line, string name)
    {
        var (flow, more) = line.Split('|', StringSplitOptions.TrimEntries) is [var first, var second] ? (first, second) : (line, "");
        var (peers, ports) = flow.Split(" : ") is [var before, var behind] ? (before, behind) : (flow, "");
        if (peers.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var action, var from, "->", var to])
        {
            throw new FormatException($"no rule: {line}");
        }

        var text = new StringBuilder($"\n[[rules]]\nname = \"{name}\"\nfrom = [{Peers(from)}]\nto = [{Peers(to)}]\naction = \"{action}\"\n");
        if (ports.Length > 0)
        {
            text.Append($"ports = {List(ports.Split(' ', StringSplitOptions.RemoveEmptyEntries))}\n");
        }

        return text.Append(more.Replace(" ; ", "\n", StringComparison.Ordinal)).Append('\n').ToString();
    }

    private static string Peers(string names) => string.Join(", ", names.Split(',').Select(Peer));

    private static string Peer(string text)
    {
        if (text.Split('[', ']') is not [var tier, var keys, ""])
        {
            return $"\"{text}\"";
        }

        var pairs = keys.Split('+').Select(pair => pair.Split('=')).Select(pair => pair[0].StartsWith("label.", StringComparison.Ordinal)
            ? $"label = {{ {pair[0]["label.".Length..]} = \"{pair[1]}\" }}"
            : $"{pair[0]} = \"{pair[1]}\"");
        return $"{{ {string.Join(", ", tier == "containers" ? pairs : pairs.Prepend($"tier = \"{tier}\""))} }}";
    }

    private static string List(IEnumerable<string> items) => $"[{string.Join(", ", items.Select(item => $"\"{item}\""))}]";
}

using HostWall.Core.Addressing;
using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Reads <c>states</c> of a rule.</summary>
internal static class StatesReader
{
    private static readonly Dictionary<string, ConntrackStates> States = new(StringComparer.Ordinal)
    {
        ["new"] = ConntrackStates.New,
        ["related"] = ConntrackStates.Related,
        ["established"] = ConntrackStates.Established,
        ["invalid"] = ConntrackStates.Invalid,
        ["untracked"] = ConntrackStates.Untracked,
    };

    /// <summary>New where the key is not given or names none.</summary>
    public static ConntrackStates Read(TableReader reader, string key)
    {
        if (reader.Words(key) is not { } words)
        {
            return ConntrackStates.New;
        }

        var states = ConntrackStates.None;
        foreach (var word in words)
        {
            if (States.TryGetValue(word.Text, out var state))
            {
                states |= state;
            }
            else
            {
                reader.Findings.Add(
                    DiagnosticCodes.UnknownValue,
                    word.Span,
                    $"{word} is no conntrack state: they are {string.Join(", ", States.Keys)}{NearNames.DidYouMean(word.Text, States.Keys)}");
            }
        }

        return states == ConntrackStates.None ? ConntrackStates.New : states;
    }
}

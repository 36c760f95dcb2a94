using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Names of one space, each taken once.</summary>
internal sealed class NameTable(Findings findings)
{
    private readonly Dictionary<string, (string Kind, TextSpan Span)> _taken = new(StringComparer.Ordinal);

    /// <summary>Takes a name for something of that kind; one that is taken already is reported with both places. A bad name is taken too, so that its uses are not faults as well.</summary>
    public void Take(string kind, Word name)
    {
        if (!_taken.TryAdd(name.Text, (kind, name.Span)))
        {
            var first = _taken[name.Text];
            findings.Add(DiagnosticCodes.DuplicateName, name.Span, $"the name {name} is taken already, by the {first.Kind} at {first.Span}");
        }
    }
}

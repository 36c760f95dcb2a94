namespace HostWall.Core.Text;

/// <summary>Collects diagnostics, so that the operator sees all of them in one go.</summary>
internal sealed class Findings
{
    private readonly List<Diagnostic> _found = [];

    public bool HasErrors { get; private set; }

    public void Add(DiagnosticCode code, TextSpan span, string message)
    {
        _found.Add(new Diagnostic(code.Name, code.Severity, span, message));
        HasErrors |= code.Severity == Severity.Error;
    }

    /// <summary>By file as given, then by place.</summary>
    public EquatableArray<Diagnostic> InOrder(EquatableArray<SourceFile> files)
    {
        var rank = files.DistinctBy(file => file.Path).Index().ToDictionary(file => file.Item.Path, file => file.Index, StringComparer.Ordinal);
        return _found
            .OrderBy(found => rank.GetValueOrDefault(found.Span.Path, files.Count))
            .ThenBy(found => found.Span.Line)
            .ThenBy(found => found.Span.Column)
            .ToEquatableArray();
    }
}

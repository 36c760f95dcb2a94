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

    /// <summary>As they were found.</summary>
    public EquatableArray<Diagnostic> All => [.. _found];

    /// <summary>By file as given, then by place.</summary>
    public EquatableArray<Diagnostic> InOrder(EquatableArray<SourceFile> files) => InOrder(_found, files);

    /// <summary>By file as given, then by place.</summary>
    public static EquatableArray<Diagnostic> InOrder(IEnumerable<Diagnostic> found, EquatableArray<SourceFile> files)
    {
        var rank = files.DistinctBy(file => file.Path).Index().ToDictionary(file => file.Item.Path, file => file.Index, StringComparer.Ordinal);
        return found
            .OrderBy(each => rank.GetValueOrDefault(each.Span.Path, files.Count))
            .ThenBy(each => each.Span.Line)
            .ThenBy(each => each.Span.Column)
            .ToEquatableArray();
    }
}

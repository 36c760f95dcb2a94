namespace HostWall.Core.Text;

/// <summary>One kind of fault, for scripts and for the documentation.</summary>
/// <param name="Name">Stable, kebab-case.</param>
/// <param name="Meaning">One line.</param>
public sealed record DiagnosticCode(string Name, Severity Severity, string Meaning);

using HostWall.Core.Text;

namespace HostWall.Core.Policy;

/// <summary>What came of reading a policy.</summary>
/// <param name="Document">Null exactly where there is an error among the diagnostics.</param>
/// <param name="Diagnostics">Errors and warnings, sorted by file, line and column.</param>
public sealed record PolicyReading(PolicyDocument? Document, EquatableArray<Diagnostic> Diagnostics);

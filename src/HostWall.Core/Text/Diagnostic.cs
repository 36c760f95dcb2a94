namespace HostWall.Core.Text;

public enum Severity
{
    Error,
    Warning,
}

/// <summary>One fault of a policy, with the place of the value at fault. The message says what is wrong and what to do.</summary>
/// <param name="Code">The name of one of <see cref="DiagnosticCodes"/>.</param>
public sealed record Diagnostic(string Code, Severity Severity, TextSpan Span, string Message);

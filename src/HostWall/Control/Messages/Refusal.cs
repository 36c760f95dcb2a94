using System.Collections.Immutable;

namespace HostWall.Control.Messages;

/// <summary>Why a call was not answered: the document of every HTTP status but 200.</summary>
/// <param name="Kind">One of <see cref="RefusalKind"/>.</param>
/// <param name="Diagnostics">The policy's faults, for <c>policy</c>.</param>
/// <param name="Tests">The results of the policy's tests, for <c>tests</c>.</param>
/// <param name="Invariants">The results of the policy's invariants, for <c>tests</c>.</param>
public sealed record Refusal(
    string Kind,
    string Message,
    ImmutableArray<DiagnosticMessage> Diagnostics,
    ImmutableArray<TestMessage> Tests,
    ImmutableArray<InvariantMessage> Invariants)
{
    public static Refusal Of(string kind, string message) => new(kind, message, [], [], []);
}

/// <summary>The values of <see cref="Refusal.Kind"/>.</summary>
public static class RefusalKind
{
    /// <summary>The call itself is wrong.</summary>
    public const string BadRequest = "badRequest";

    /// <summary>The caller may not do this.</summary>
    public const string NotAllowed = "notAllowed";

    /// <summary>The policy has errors.</summary>
    public const string Policy = "policy";

    /// <summary>The policy's own tests or invariants fail.</summary>
    public const string Tests = "tests";

    /// <summary>There is no such version, container or tier, or no policy in force yet.</summary>
    public const string NotFound = "notFound";

    /// <summary>The kernel, Docker or the disk refused; nothing was changed.</summary>
    public const string Failed = "failed";

    /// <summary>The daemon cannot be reached; said by the command line, never by the daemon.</summary>
    public const string Unreachable = "unreachable";
}

/// <summary>One fault of a policy; line and column count from 1.</summary>
/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
public sealed record DiagnosticMessage(string Code, string Severity, string Path, int Line, int Column, int Length, string Message);

using HostWall.Core;
using HostWall.Core.Policy;
using HostWall.Core.Text;
using HostWall.Versions;

namespace HostWall.Daemon;

/// <summary>A policy that is in force or about to be: its text, and what it says.</summary>
/// <param name="Warnings">What its reading warned of, one line each.</param>
/// <param name="Record">Null while the version is not staged yet.</param>
internal sealed record ActivePolicy(PolicyText Text, PolicyDocument Document, EquatableArray<string> Warnings, VersionRecord? Record)
{
    public static ActivePolicy Of(PolicyText text, PolicyDocument document, EquatableArray<Diagnostic> diagnostics, VersionRecord? record)
        => new(text, document, [.. diagnostics.Select(DiagnosticText.Note)], record);

    /// <summary>The same with the warnings of a later moment: rules expire.</summary>
    public ActivePolicy AsWarnedOf(DateTimeOffset now) => Of(Text, Document, PolicyGate.WarningsOf(PolicyGate.Read(Text), Document, now), Record);
}

using System.Collections.Immutable;
using HostWall.Commands.Output;
using HostWall.Control;
using HostWall.Control.Messages;
using HostWall.Core;
using HostWall.Core.Text;
using HostWall.Versions;

namespace HostWall.Commands;

/// <summary>A policy in files of this machine, with the paths that its author knows them by.</summary>
internal sealed class LocalPolicy
{
    private readonly PolicyText _text;
    private readonly Dictionary<string, string> _paths;

    private LocalPolicy(PolicyText text, string path)
    {
        _text = text;
        _paths = text.Files.ToDictionary(
            file => file.Name,
            file => Directory.Exists(path) ? Path.Combine(path, file.Name) : path,
            StringComparer.Ordinal);
    }

    /// <summary>As the daemon takes it.</summary>
    public ImmutableArray<PolicyFileMessage> Files => [.. PolicyFiles.Message(_text).Select(file => file with { Path = _paths[file.Name] })];

    /// <summary>As the reader takes it, under the author's paths.</summary>
    public EquatableArray<SourceFile> Sources => [.. _text.Files.Select(file => new SourceFile(_paths[file.Name], file.Text))];

    /// <summary>The named policy, or the one of the config folder; null where it cannot be read, which the user has been told then.</summary>
    public static LocalPolicy? Read(Session session, string? path)
    {
        var place = path ?? session.ConfigFolder;
        try
        {
            return new LocalPolicy(PolicyText.Read(place), place);
        }
        catch (PolicyUnreadableException e)
        {
            session.Refuse(Refusal.Of(RefusalKind.Policy, e.Message));
            return null;
        }
    }

    /// <summary>As <see cref="Session.Show"/>; the daemon's diagnostics are shown under the author's paths, with the lines they are about.</summary>
    public int Show<T>(Session session, Reply<T> reply, Action<T> print, Func<T, int>? exit = null)
    {
        if (reply is Reply<T>.Refused { Refusal: var refusal })
        {
            PrintDiagnostics(session.Screen, refusal.Diagnostics);
            TestOutput.PrintFailed(session.Screen, refusal.Tests, refusal.Invariants);
        }

        return session.Show(reply, print, exit);
    }

    public void PrintDiagnostics(Screen screen, IEnumerable<DiagnosticMessage> messages)
    {
        var diagnostics = messages.Select(message => new Diagnostic(
            message.Code,
            message.Severity == "warning" ? Severity.Warning : Severity.Error,
            new TextSpan(_paths.GetValueOrDefault(message.Path, message.Path), message.Line, message.Column, message.Length),
            message.Message));
        screen.MessageBlock(DiagnosticText.Render(diagnostics, Sources));
    }
}

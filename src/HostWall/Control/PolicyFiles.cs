using System.Collections.Immutable;
using HostWall.Control.Messages;
using HostWall.Core;
using HostWall.Core.Text;
using HostWall.Versions;

namespace HostWall.Control;

/// <summary>A policy's files in the forms that they travel in.</summary>
internal static class PolicyFiles
{
    /// <exception cref="PolicyUnreadableException">Names or texts are none of a policy.</exception>
    /// <exception cref="BadCallException">A null stands where a file should: the one null that the JSON reader lets through.</exception>
    public static PolicyText Read(ImmutableArray<PolicyFileMessage> files)
        => PolicyText.Create(files.Select(file => file is null ? throw new BadCallException("a file is null") : new PolicyFile(file.Name, file.Text)));

    public static ImmutableArray<PolicyFileMessage> Message(PolicyText policy) => [.. policy.Files.Select(file => new PolicyFileMessage(file.Name, file.Text))];

    /// <summary>What the reader takes of a policy that is not in force; messages about it carry its author's paths.</summary>
    /// <exception cref="PolicyUnreadableException">Names or texts are none of a policy.</exception>
    public static EquatableArray<SourceFile> Sources(ImmutableArray<PolicyFileMessage> files)
    {
        var policy = Read(files);
        var paths = files.ToDictionary(file => file.Name, file => file.Path ?? file.Name, StringComparer.Ordinal);
        return [.. policy.Files.Select(file => new SourceFile(paths[file.Name], file.Text))];
    }
}

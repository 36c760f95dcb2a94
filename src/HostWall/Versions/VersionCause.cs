using System.Text.Json.Serialization;

namespace HostWall.Versions;

/// <summary>What made a version: the <c>from</c> of its record.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Apply), "apply")]
[JsonDerivedType(typeof(Rollback), "rollback")]
[JsonDerivedType(typeof(Boot), "boot")]
public abstract record VersionCause
{
    private VersionCause()
    {
    }

    /// <summary>An operator applied a policy.</summary>
    public sealed record Apply : VersionCause;

    /// <summary>An operator went back to the policy of version <paramref name="To"/>.</summary>
    public sealed record Rollback(int To) : VersionCause;

    /// <summary>The daemon started with no version in force and took the policy of the config folder.</summary>
    public sealed record Boot : VersionCause;
}

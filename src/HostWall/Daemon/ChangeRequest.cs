using HostWall.Versions;

namespace HostWall.Daemon;

/// <summary>What an operator wants changed.</summary>
public abstract record ChangeRequest
{
    private ChangeRequest(Caller caller, string? why) => (Caller, Why) = (caller, why);

    public Caller Caller { get; }

    /// <summary>The operator's message; null for none.</summary>
    public string? Why { get; }

    /// <summary>Make this policy the version in force.</summary>
    public sealed record Apply(PolicyText Policy, Caller Caller, string? Why) : ChangeRequest(Caller, Why);

    /// <summary>Go back to the policy of a version; to the one before the one in force, where none is named.</summary>
    public sealed record RollBack(int? Version, Caller Caller, string? Why) : ChangeRequest(Caller, Why);

    /// <summary>Take every rule of HostWall out of the kernel.</summary>
    public sealed record Disable(Caller Caller, string? Why) : ChangeRequest(Caller, Why);

    /// <summary>Put them back.</summary>
    public sealed record Enable(Caller Caller, string? Why) : ChangeRequest(Caller, Why);
}

/// <summary>Who asks, by the credentials that the kernel vouches for.</summary>
/// <param name="Pid">The process at the moment it connected; 0 where it is not visible from here.</param>
public sealed record Caller(uint Uid, string Name, int Pid);

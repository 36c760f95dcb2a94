using HostWall.Core.Addressing;
using HostWall.Core.Desired;

namespace HostWall.Core.Evaluate;

/// <summary>Somebody that an operator asks about.</summary>
public abstract record Subject
{
    private Subject()
    {
    }

    /// <param name="Address">The address it was asked for by; null where it was named.</param>
    public sealed record Container(BoundContainer Bound, Address? Address) : Subject;

    /// <summary>Any member of a tier.</summary>
    public sealed record Tier(Policy.Tier Named) : Subject;

    /// <summary>Some address of a group.</summary>
    public sealed record Group(Policy.Group Named) : Subject;

    /// <param name="Address">The address it was asked for by; null where it was named.</param>
    public sealed record Host(Address? Address) : Subject;

    /// <param name="Address">Null for some address of the world that is in no group.</param>
    public sealed record World(Address? Address) : Subject;
}

/// <summary>What a text that an operator typed stands for.</summary>
public abstract record Resolution
{
    private Resolution()
    {
    }

    public sealed record Found(Subject Subject) : Resolution;

    /// <param name="Near">The name that is spelt most like it; null where none is.</param>
    public sealed record NotFound(string Text, string? Near) : Resolution
    {
        /// <summary>For people.</summary>
        public string Message => Near is null
            ? $"nothing is named \"{Text}\": no container, tier or group, and it is no address"
            : $"nothing is named \"{Text}\"; did you mean \"{Near}\"?";
    }

    /// <param name="Candidates">The containers it could be, by name.</param>
    public sealed record Ambiguous(string Text, EquatableArray<string> Candidates) : Resolution
    {
        /// <summary>For people.</summary>
        public string Message => $"\"{Text}\" could be any of {string.Join(", ", Candidates)}";
    }
}

namespace HostWall.Core.Policy;

/// <summary>One side of a rule.</summary>
public abstract record Peer
{
    private Peer()
    {
    }

    /// <summary>As a policy names it.</summary>
    public abstract string Name { get; }

    public sealed override string ToString() => Name;

    /// <summary>Everybody.</summary>
    public sealed record Any : Peer
    {
        public override string Name => "any";
    }

    /// <summary>Every container on a Docker bridge of this host.</summary>
    public sealed record Containers : Peer
    {
        public override string Name => "containers";
    }

    /// <summary>The host's own processes.</summary>
    public sealed record Host : Peer
    {
        public override string Name => "host";
    }

    /// <summary>Every address that is neither a container's nor the host's.</summary>
    public sealed record World : Peer
    {
        public override string Name => "world";
    }

    /// <summary>The members of a tier, <c>unlabelled</c> included.</summary>
    public sealed record InTier(string Tier) : Peer
    {
        public override string Name => Tier;
    }

    /// <summary>Those members of a tier, or of all containers, that match a selector.</summary>
    /// <param name="Tier">Null for every container.</param>
    public sealed record Narrowed(string? Tier, Selector Selector) : Peer
    {
        public override string Name => $"{Tier ?? "containers"} ({Selector})";
    }

    /// <summary>The part of the world that a group names.</summary>
    public sealed record InGroup(string Group) : Peer
    {
        public override string Name => Group;
    }
}

namespace HostWall.Core.Policy;

/// <summary>What both ends of a flow must have in common for a rule to match.</summary>
public abstract record SameKey
{
    private SameKey()
    {
    }

    /// <summary>As a policy writes it.</summary>
    public abstract string Name { get; }

    public sealed override string ToString() => Name;

    /// <summary>The Compose project.</summary>
    public sealed record Project : SameKey
    {
        public override string Name => "project";
    }

    /// <summary>The Docker network that the two addresses of the flow stand on.</summary>
    public sealed record Network : SameKey
    {
        public override string Name => "network";
    }

    /// <summary>The value of a label.</summary>
    public sealed record Label(string Key) : SameKey
    {
        public override string Name => $"label:{Key}";
    }
}

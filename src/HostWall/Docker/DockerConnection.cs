namespace HostWall.Docker;

/// <summary>How we stand with the Docker engine.</summary>
public abstract record DockerConnection
{
    private DockerConnection()
    {
    }

    /// <summary>No engine has answered since we started.</summary>
    /// <param name="Why">What the last try came to; null before the first has ended.</param>
    public sealed record NeverConnected(string? Why, DateTimeOffset Since) : DockerConnection;

    /// <summary>What the engine has is known and followed.</summary>
    public sealed record Connected(string EngineVersion, DateTimeOffset Since) : DockerConnection;

    /// <summary>The engine is away. What it had when it went stands for as long as nothing shows that containers came or went.</summary>
    public sealed record Disconnected(string Why, DateTimeOffset Since) : DockerConnection;
}

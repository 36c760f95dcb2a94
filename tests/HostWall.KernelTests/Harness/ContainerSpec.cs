namespace HostWall.KernelTests.Harness;

/// <summary>What a container is created with; the image is a static busybox whose default command sleeps.</summary>
public sealed record ContainerSpec(string Name)
{
    public string Image { get; init; } = "hostwall/busybox:latest";
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Joined in this order before the start; none is Docker's default bridge.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>As after <c>docker run --publish</c>: <c>"8080:80"</c>, <c>"53:53/udp"</c>.</summary>
    public IReadOnlyList<string> Publish { get; init; } = [];

    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Further options of <c>docker create</c>.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>A container with the label that puts it in a tier.</summary>
    public static ContainerSpec OfTier(string name, string tier, params string[] networks) =>
        new(name) { Labels = new Dictionary<string, string> { ["hostwall.tier"] = tier }, Networks = networks };

    internal IEnumerable<string> CreateArguments() =>
    [
        "create", "--name", Name,
        .. Labels.SelectMany(label => new[] { "--label", $"{label.Key}={label.Value}" }),
        .. Networks.Take(1).SelectMany(network => new[] { "--network", network }),
        .. Publish.SelectMany(port => new[] { "--publish", port }),
        .. Options, Image, .. Command,
    ];
}

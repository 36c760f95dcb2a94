namespace HostWall.Benchmarks.Figures;

/// <summary>A private Docker host, as testhost.sh describes it in its file <c>env</c>.</summary>
internal sealed record TestHost(string NetworkNamespace, string DockerHost, string Image)
{
    public static TestHost Read(string folder)
    {
        var values = File.ReadAllLines(Path.Combine(folder, "env"))
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return new TestHost(values["HOST_NETNS"], values["DOCKER_HOST"], values["DOCKER_IMAGE"]);
    }
}

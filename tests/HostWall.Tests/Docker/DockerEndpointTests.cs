using HostWall.Docker;

namespace HostWall.Tests.Docker;

public sealed class DockerEndpointTests
{
    [Theory]
    [InlineData("unix:///run/docker.sock", "/run/docker.sock")]
    [InlineData("unix:///run/a%20b.sock", "/run/a%20b.sock")]
    public void A_socket_is_taken_to_the_letter(string text, string path)
    {
        var endpoint = DockerEndpoint.ParseOrNull(text).ShouldNotBeNull();
        endpoint.Path.ShouldBe(path);
        endpoint.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("foo")]
    [InlineData("/run/docker.sock")]
    [InlineData("unix://")]
    [InlineData("unix:///")]
    [InlineData("unix://run/docker.sock")]
    [InlineData("unix:///run/\0.sock")]
    [InlineData("tcp://127.0.0.1:2375")]
    public void Anything_else_is_refused(string? text) => DockerEndpoint.ParseOrNull(text).ShouldBeNull();

    [Fact]
    public void A_path_that_no_socket_can_have_is_refused()
    {
        DockerEndpoint.ParseOrNull("unix:///" + new string('x', 106)).ShouldNotBeNull();
        DockerEndpoint.ParseOrNull("unix:///" + new string('x', 107)).ShouldBeNull();
    }
}

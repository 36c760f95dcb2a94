using HostWall.Core.Policy.Reading;

namespace HostWall.Tests.Policy;

public sealed class NearNamesTests
{
    [Theory]
    [InlineData("bakend", "backend")]
    [InlineData("bd", "db")]
    [InlineData("WEB", "web")]
    [InlineData("fontrend", "frontend")]
    [InlineData("backends", "backend")]
    public void A_misspelt_name_is_recognised(string name, string meant)
        => NearNames.Nearest(name, ["web", "db", "backend", "frontend"]).ShouldBe(meant);

    [Theory]
    [InlineData("")]
    [InlineData("w")]
    [InlineData("cache")]
    [InlineData("something-else-altogether")]
    public void A_name_that_is_like_none_gets_no_suggestion(string name)
        => NearNames.Nearest(name, ["web", "db", "backend", "frontend"]).ShouldBeNull();

    [Fact]
    public void The_closest_wins_and_of_equals_the_first()
    {
        NearNames.Nearest("web-a", ["web-bc", "web-b", "web-c"]).ShouldBe("web-b");
        NearNames.DidYouMean("web-a", ["web-b"]).ShouldBe("; did you mean \"web-b\"?");
        NearNames.DidYouMean("other", ["web-b"]).ShouldBeEmpty();
    }
}

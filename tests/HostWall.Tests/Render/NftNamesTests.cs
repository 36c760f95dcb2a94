using CsCheck;
using HostWall.Core.Render;
using HostWall.Core.Text;

namespace HostWall.Tests.Render;

/// <summary>Somebody else's texts in an nft script.</summary>
public sealed class NftNamesTests
{
    [Theory]
    [InlineData("g1_tier_web4", 1)]
    [InlineData("g1234567_x", 1234567)]
    [InlineData("g0_x", 0)]
    [InlineData("g_x", null)]
    [InlineData("g-1_x", null)]
    [InlineData("g 1_x", null)]
    [InlineData("g99999999999_x", null)]
    [InlineData("rule_g1", null)]
    [InlineData("h1_x", null)]
    [InlineData("g1", null)]
    [InlineData("", null)]
    public void The_generation_is_read_from_a_name_of_the_kernels(string name, int? generation) => NftNames.GenerationOf(name).ShouldBe(generation);

    [Fact]
    public void No_text_breaks_out_of_a_comment()
        => Gen.String.Sample(text =>
        {
            var comment = NftNames.Comment(text, new Origin(text, 7));

            comment.ShouldStartWith("comment \"");
            comment.ShouldEndWith("\"");
            var inside = comment["comment \"".Length..^1];
            inside.Length.ShouldBeLessThanOrEqualTo(128);
            inside.ShouldAllBe(c => c >= ' ' && c <= '~' && c != '"' && c != '\\');
            NftNames.CommentIn($"accept {comment}").ShouldBe(inside);
        });
}

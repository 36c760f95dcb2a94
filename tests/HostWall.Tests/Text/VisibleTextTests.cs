using HostWall.Core.Text;

namespace HostWall.Tests.Text;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("grüße 🐳", "grüße 🐳")]
    [InlineData("a\nb\tc\0", "a␊b␉c␀")]
    [InlineData("\u007F\u0085\u2028\u202E\u200B", "␡\uFFFD\uFFFD\uFFFD\uFFFD")]
    public void Nothing_that_moves_the_cursor_or_hides_is_left(string text, string visible) => VisibleText.Of(text).ShouldBe(visible);

    [Fact]
    public void Half_a_character_is_not_passed_on()
        => VisibleText.Of("a\uD83Db\uDC33").ShouldBe("a\uFFFDb\uFFFD");

    [Fact]
    public void A_long_text_is_cut_and_says_so()
    {
        VisibleText.Of(new string('a', 10_000)).ShouldBe(new string('a', 79) + "…");
        VisibleText.Of("aa🐳", limit: 3).ShouldBe("aa…");
    }
}

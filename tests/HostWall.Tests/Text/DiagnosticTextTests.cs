using HostWall.Core.Text;

namespace HostWall.Tests.Text;

public sealed class DiagnosticTextTests
{
    [Fact]
    public void A_diagnostic_is_its_place_and_message_then_the_line_with_carets_under_the_fault()
        => Render("[[rules]]\nfrom = \"bakend\"\n", line: 2, column: 8, length: 8, "unknown tier \"bakend\"; did you mean \"backend\"?").ShouldBe("""
            policy.toml:2:8: error: unknown tier "bakend"; did you mean "backend"?
                from = "bakend"
                       ^^^^^^^^

            """);

    [Fact]
    public void Tabs_stay_tabs_so_that_the_carets_stand_right()
        => Render("\ta\t= 1", line: 1, column: 6, length: 1).ShouldBe("policy.toml:1:6: error: wrong\n    \ta\t= 1\n    \t \t  ^\n");

    [Fact]
    public void An_empty_span_gets_one_caret()
        => Render("", line: 1, column: 1, length: 0).ShouldBe("policy.toml:1:1: error: wrong\n    \n    ^\n");

    [Fact]
    public void The_carriage_return_of_a_line_end_is_not_shown()
        => Render("abc\r\n", line: 1, column: 4, length: 1).ShouldBe("policy.toml:1:4: error: wrong\n    abc\n       ^\n");

    [Fact]
    public void A_long_line_is_cut_about_the_fault()
    {
        var lines = Render(new string('a', 5_000) + "FAULT" + new string('b', 5_000), line: 1, column: 5_001, length: 5).Split('\n');

        lines[1].ShouldBe($"    …{new string('a', 40)}FAULT{new string('b', 115)}…");
        lines[2].ShouldBe($"    {new string(' ', 41)}^^^^^");
    }

    [Fact]
    public void A_fault_longer_than_what_is_shown_has_carets_to_its_edge()
    {
        var lines = Render(new string('a', 5_000), line: 1, column: 1, length: 5_000).Split('\n');

        lines[1].ShouldBe($"    {new string('a', 160)}…");
        lines[2].ShouldBe($"    {new string('^', 160)}");
    }

    [Fact]
    public void Control_characters_are_shown_and_columns_stay()
        => Render("a\u001B[31m = \u202E\"\u0007\"", line: 1, column: 11, length: 3, "bad \u001B]0;title\u0007 text").ShouldBe(
            "policy.toml:1:11: error: bad ␛]0;title␇ text\n    a␛[31m = \uFFFD\"␇\"\n              ^^^\n");

    [Fact]
    public void A_place_in_a_file_that_is_not_at_hand_is_a_line_alone()
        => DiagnosticText.Render([new Diagnostic("syntax", Severity.Warning, new TextSpan("other.toml", 9, 9, 9), "odd")], [])
            .ShouldBe("other.toml:9:9: warning: odd\n");

    [Fact]
    public void A_place_behind_the_end_of_a_file_is_a_line_alone()
        => Render("one line", line: 7, column: 1, length: 1).ShouldBe("policy.toml:7:1: error: wrong\n");

    private static string Render(string text, int line, int column, int length, string message = "wrong")
        => DiagnosticText.Render(
            [new Diagnostic("syntax", Severity.Error, new TextSpan("policy.toml", line, column, length), message)],
            [new SourceFile("policy.toml", text)]);
}

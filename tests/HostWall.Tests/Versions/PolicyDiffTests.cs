using HostWall.Versions;

namespace HostWall.Tests.Versions;

public sealed class PolicyDiffTests
{
    [Fact]
    public void Equal_policies_have_no_difference() =>
        PolicyDiff.Unified("1", Given.Policy("a", "b"), "2", Given.Policy("a", "b")).ShouldBe("");

    [Fact]
    public void A_file_that_came_is_compared_with_nothing_and_one_without_a_line_end_says_so() =>
        PolicyDiff.Unified("1", Given.Policy("a\nb\n"), "2", Given.Policy("a\nc", "x\n")).ShouldBe(
            """
            --- 1/policy.toml
            +++ 2/policy.toml
            @@ -1,2 +1,2 @@
             a
            -b
            +c
            \ No newline at end of file
            --- /dev/null
            +++ 2/policy.d/10-more.toml
            @@ -0,0 +1,1 @@
            +x

            """);

    [Fact]
    public void Only_a_line_end_that_changed_is_still_a_difference() =>
        PolicyDiff.Unified("1", Given.Policy("a\nb\n"), "2", Given.Policy("a\r\nb\r\n")).ShouldContain("+a");
}

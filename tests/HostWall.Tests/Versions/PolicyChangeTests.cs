using HostWall.Versions;

namespace HostWall.Tests.Versions;

public sealed class PolicyChangeTests : IDisposable
{
    private readonly TemporaryFolder _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public void A_version_is_held_against_the_one_before_and_one_that_comes_back_against_the_first_that_had_it()
    {
        var store = Stored(Given.Policy("a\nb\n"), Given.Policy("a\nc\nd\n", "x\n"), Given.Policy("a\nb\n"), Given.Policy("a\n"));
        Changes(store).ShouldBe(["new", "+3 -1 lines", "as version 1", "+0 -1 lines"]);
    }

    [Fact]
    public void What_a_damaged_version_changed_cannot_be_told_nor_what_the_next_did()
    {
        var store = Stored(Given.Policy("a\n"), Given.Policy("b\n"), Given.Policy("c\n"), Given.Policy("d\n"));
        _state.Write("versions/2/policy/policy.toml", "altered");
        Changes(store).ShouldBe(["new", "cannot be told", "cannot be told", "+1 -1 lines"]);
    }

    [Fact]
    public void After_a_version_whose_record_is_gone_nothing_is_compared_with_the_one_before_that()
    {
        Stored(Given.Policy("a\n"), Given.Policy("b\n"), Given.Policy("c\n"));
        Directory.Delete(_state["versions/2"], recursive: true);
        Changes(VersionStore.Open(_state.Path, Given.Clock())).ShouldBe(["new", "cannot be told"]);
    }

    private VersionStore Stored(params PolicyText[] policies)
    {
        var store = VersionStore.Open(_state.Path, Given.Clock());
        foreach (var policy in policies)
        {
            store.Commit(store.Stage(policy, Given.Rules("rules\n"), Given.Apply("")));
        }

        return store;
    }

    private static IEnumerable<string> Changes(VersionStore store) => store.PolicyChanges().Select(change => change.Text);
}

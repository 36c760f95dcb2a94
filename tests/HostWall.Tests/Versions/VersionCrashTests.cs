using HostWall.Versions;

namespace HostWall.Tests.Versions;

/// <summary>A version is stored over an old one, and the machine stops before, within or after every single step.</summary>
public sealed class VersionCrashTests : IDisposable
{
    private static readonly PolicyText New = Given.Policy("schema = 2 # new", "# more");

    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_crash_at_any_step_leaves_the_old_or_the_new_version_whole(bool powerLost)
    {
        var inForce = new List<int>();
        var step = 0;
        for (var completed = false; !completed; step++)
        {
            var state = _root[$"{step}"];
            Given.Versions(state, 1);
            var files = new CrashingFiles(step, what => new CrashException(what));
            var committed = false;
            try
            {
                var store = VersionStore.Open(state, Given.Clock(), files);
                store.Commit(store.Stage(New, Given.Rules("new"), Given.Apply("new")));
                committed = completed = true;
            }
            catch (CrashException)
            {
            }

            if (powerLost)
            {
                files.LosePower();
            }

            var number = WholeVersionInForce(state, files);
            if (committed)
            {
                number.ShouldBe(2, "what was acknowledged is never lost");
            }

            inForce.Add(number);
            Given.Store(VersionStore.Open(state, Given.Clock()), "schema = 3").Number.ShouldBe(number + 1);
            VersionStore.Open(state, Given.Clock()).Verify().ShouldBeEmpty();
        }

        step.ShouldBeGreaterThan(12);
        inForce.ShouldBeInOrder(SortDirection.Ascending, "once new, always new");
        inForce.ShouldContain(1);
    }

    [Fact]
    public void A_disk_that_refuses_one_step_leaves_a_store_that_goes_on()
    {
        var refused = true;
        for (var step = 0; refused; step++)
        {
            var state = _root[$"{step}"];
            Given.Versions(state, 1);
            var files = Refusing(state, step);
            var store = VersionStore.Open(state, Given.Clock(), files);
            var number = TryStore(store);

            WholeVersionInForce(state, files).ShouldBe(number);
            refused = files.Steps > step;
            if (refused)
            {
                Given.Store(store, "schema = 3").Number.ShouldBe(number + 1);
                WholeVersionInForce(state, files).ShouldBe(number + 1);
            }
        }
    }

    [Fact]
    public void A_disk_that_refuses_from_a_step_on_leaves_one_whole_version_and_a_store_that_owns_up()
    {
        var refused = true;
        var ownedUp = 0;
        for (var step = 0; refused; step++)
        {
            var state = _root[$"{step}"];
            Given.Versions(state, 1);
            var files = Refusing(state, step);
            files.FromThenOn = true;
            var store = VersionStore.Open(state, Given.Clock(), files);
            var told = TryStore(store);
            refused = files.Steps > step;
            files.FromThenOn = false;

            var found = WholeVersionInForce(state, files);
            if (found != told)
            {
                ownedUp++;
                Should.Throw<StateFailedException>(() => Given.Store(store, "schema = 3")).Remedy.ShouldContain("restart hostwall");
            }
        }

        ownedUp.ShouldBe(1, "only a commit that can be neither finished nor taken back");
    }

    private static CrashingFiles Refusing(string state, int step) =>
        new(step, what => new StateFailedException(state, "test", new IOException(what, 28)));

    private static int TryStore(VersionStore store)
    {
        StagedVersion? staged = null;
        try
        {
            staged = store.Stage(New, Given.Rules("new"), Given.Apply("new"));
            return store.Commit(staged).Number;
        }
        catch (StateFailedException)
        {
            if (staged is not null)
            {
                store.Discard(staged);
            }

            return 1;
        }
    }

    private static int WholeVersionInForce(string state, CrashingFiles files)
    {
        var store = VersionStore.Open(state, Given.Clock());
        store.Verify().ShouldBeEmpty(string.Join('\n', files.Trace));
        var version = store.ReadInForce().ShouldBeOfType<InForce.Sound>().Version;
        if (version.Record.Number == 2 && version.Record.Why == "new")
        {
            version.Policy.ShouldBe(New);
            version.Rules.ShouldBe("new");
        }

        return version.Record.Number;
    }
}

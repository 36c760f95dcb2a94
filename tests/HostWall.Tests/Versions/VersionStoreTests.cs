using HostWall.Versions;

namespace HostWall.Tests.Versions;

public sealed class VersionStoreTests : IDisposable
{
    private readonly TemporaryFolder _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public void A_new_store_has_no_version_in_force()
    {
        var store = VersionStore.Open(_state["new"], Given.Clock());

        store.ReadInForce().ShouldBeOfType<InForce.None>();
        store.Records.ShouldBeEmpty();
        store.Verify().ShouldBeEmpty();
    }

    [Fact]
    public void A_committed_version_is_in_force_with_all_its_content_after_a_restart()
    {
        var policy = Given.Policy("schema = 1\n# ü\n", "# more\n");
        var store = VersionStore.Open(_state.Path, Given.Clock());
        var decision = new Decision(new Who(1000, "ada"), "ticket 7\n$(reboot) \"x\"", new VersionCause.Rollback(3));
        var committed = store.Commit(store.Stage(policy, Given.Rules("table inet hostwall {}\n"), decision));

        var reopened = VersionStore.Open(_state.Path, Given.Clock());

        var stored = reopened.ReadInForce().ShouldBeOfType<InForce.Sound>().Version;
        stored.Record.ShouldBe(committed);
        stored.Record.ShouldBe(new VersionRecord(
            1, 1, Given.Now, decision.Who, decision.Why, decision.From, policy.Sha256, committed.Rules, null));
        stored.Policy.ShouldBe(policy);
        stored.Rules.ShouldBe("table inet hostwall {}\n");
        reopened.Findings.ShouldBeEmpty();
        reopened.Verify().ShouldBeEmpty();
    }

    [Fact]
    public void The_record_has_its_documented_shape()
    {
        var store = VersionStore.Open(_state.Path, Given.Clock());
        store.Commit(store.Stage(Given.Policy("a", "b"), Given.Rules("rules"), new Decision(Given.Root, "web -> db", new VersionCause.Rollback(3))));

        File.ReadAllText(_state["versions/1/meta.json"]).ShouldBe(
            $$"""
            {
              "schema": 1,
              "number": 1,
              "time": "2026-01-31T23:59:58.123Z",
              "who": {
                "uid": 0,
                "user": "root"
              },
              "why": "web -> db",
              "from": {
                "kind": "rollback",
                "to": 3
              },
              "policySha256": "{{Given.Policy("a", "b").Sha256}}",
              "rules": {
                "backend": "nftables",
                "file": "rules.nft",
                "sha256": "6c621d1a05138a7888d37d9269a9da8e2e11e4aced2f6cfd24b05ab1b9e61bb0"
              },
              "previous": null
            }
            """);
    }

    [Fact]
    public void Each_record_names_the_hash_of_the_one_before()
    {
        var store = Given.Versions(_state.Path, 3);

        store.Records.Select(r => r.Number).ShouldBe([1, 2, 3]);
        store.Records[1].Previous.ShouldBe(VersionContent.Hash(File.ReadAllBytes(_state["versions/1/meta.json"])));
        store.Records[2].Previous.ShouldBe(VersionContent.Hash(File.ReadAllBytes(_state["versions/2/meta.json"])));
    }

    [Fact]
    public void A_staged_version_is_not_in_force_and_a_discarded_one_leaves_nothing()
    {
        var store = Given.Versions(_state.Path, 1);

        var staged = store.Stage(Given.Policy("schema = 2"), Given.Rules(""), Given.Apply(""));
        store.ReadInForce().ShouldBeOfType<InForce.Sound>().Version.Record.Number.ShouldBe(1);
        store.Discard(staged);

        Directory.GetFileSystemEntries(_state["versions"]).Select(Path.GetFileName).Order().ShouldBe(["1", "latest.json"]);
        Should.Throw<InvalidOperationException>(() => store.Commit(staged));
        Given.Store(store, "schema = 2").Number.ShouldBe(2);
    }

    [Fact]
    public void What_a_crash_left_staged_is_removed_when_the_store_is_opened()
    {
        Given.Versions(_state.Path, 1).Stage(Given.Policy("schema = 2", "x"), Given.Rules(""), Given.Apply(""));

        VersionStore.Open(_state.Path, Given.Clock()).Verify().ShouldBeEmpty();

        Directory.GetFileSystemEntries(_state["versions"]).Select(Path.GetFileName).Order().ShouldBe(["1", "latest.json"]);
    }

    [Fact]
    public void Numbers_beyond_nine_are_in_order_of_numbers()
    {
        Given.Versions(_state.Path, 11);

        var reopened = VersionStore.Open(_state.Path, Given.Clock());
        reopened.Records[^1].Number.ShouldBe(11);
        Given.Store(reopened, "schema = 12").Number.ShouldBe(12);
    }

    [Fact]
    public void Only_root_can_read_what_is_stored()
    {
        var store = VersionStore.Open(_state["state"], Given.Clock());
        store.Commit(store.Stage(Given.Policy("a", "b"), Given.Rules("rules"), Given.Apply("")));

        var entries = new DirectoryInfo(_state["state"]).GetFileSystemInfos("*", SearchOption.AllDirectories);
        entries.OfType<DirectoryInfo>().ShouldAllBe(d => d.UnixFileMode == (UnixFileMode)0x1c0);
        entries.OfType<FileInfo>().ShouldAllBe(f => f.UnixFileMode == (UnixFileMode)0x180);
        File.GetUnixFileMode(_state["state"]).ShouldBe((UnixFileMode)0x1c0);
    }

    [Fact]
    public void A_version_that_never_was_is_absent() =>
        Given.Versions(_state.Path, 1).Find(7).ShouldBe(new VersionLookup.Absent(7));
}

using System.Text.Json;
using HostWall.KernelTests.Harness;
using HostWall.Versions;

namespace HostWall.KernelTests.Versions;

/// <summary>The state folder on a real small file system, which runs full or is read-only.</summary>
public sealed class FullDiskTests : IAsyncLifetime
{
    private readonly string _disk = Directory.CreateTempSubdirectory("hostwall-disk-").FullName;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting a file system needs root");
        await Tool.RunAsync("mount", ["-t", "tmpfs", "-o", "size=128k,mode=0700", "hostwall-test", _disk], cancel: TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (Environment.IsPrivilegedProcess)
        {
            await Tool.RunAsync("umount", [_disk]);
        }

        Directory.Delete(_disk);
    }

    [Fact]
    public void A_full_disk_refuses_a_version_before_it_is_in_force_and_takes_one_when_there_is_space_again()
    {
        var store = VersionStore.Open(_disk, TimeProvider.System);
        var first = Store(store, "schema = 1", "first");
        var filler = Fill(leave: 3);

        var e = Should.Throw<StateFailedException>(() => Store(store, "schema = 2", new string('#', 40_000)));

        e.Message.ShouldContain("no space left on the file system; free some space and try again");
        InForceNow().ShouldBe(first);
        store.Verify().ShouldBeEmpty();
        File.Delete(filler);
        var second = Store(store, "schema = 2", new string('#', 40_000));
        second.Number.ShouldBe(2);
        InForceNow().ShouldBe(second);
    }

    [Fact]
    public void A_staged_version_is_committed_on_a_disk_that_has_run_full_since()
    {
        var store = VersionStore.Open(_disk, TimeProvider.System);
        Store(store, "schema = 1", "first");
        var staged = store.Stage(Policy("schema = 2"), Rules("second"), Because);
        Fill(leave: 0);

        var second = store.Commit(staged);

        InForceNow().ShouldBe(second);
        store.Verify().ShouldBeEmpty();
    }

    [Fact]
    public void A_full_disk_tears_at_most_one_line_of_the_journal()
    {
        var journal = Journal.Open(_disk);
        journal.Append(Entry("before"), durable: true);
        var filler = Fill(leave: 0);

        var e = Should.Throw<StateFailedException>(() => journal.Append(Entry(new string('x', 20_000)), durable: true));

        e.Message.ShouldContain("no space left");
        File.Delete(filler);
        journal.Append(Entry("after"), durable: true);
        var lines = File.ReadAllLines(Path.Combine(_disk, "journal", "1970-01-01.jsonl"));
        lines.Length.ShouldBeLessThanOrEqualTo(3);
        Why(lines[0]).ShouldBe("before");
        Why(lines[^1]).ShouldBe("after");
    }

    [Fact]
    public void A_durable_file_is_the_old_one_when_the_new_one_does_not_fit()
    {
        var path = Path.Combine(_disk, "disabled.json");
        DurableFile.Write(path, "old"u8.ToArray());
        Fill(leave: 1);

        Should.Throw<StateFailedException>(() => DurableFile.Write(path, new byte[50_000]));

        File.ReadAllText(path).ShouldBe("old");
    }

    [Fact]
    public async Task A_read_only_disk_still_gives_the_version_in_force_and_says_that_it_takes_no_other()
    {
        var first = Store(VersionStore.Open(_disk, TimeProvider.System), "schema = 1", "first");
        VersionStore.Open(_disk, TimeProvider.System).Stage(Policy("schema = 2"), Rules("left by a crash"), Because);
        await RemountAsync("ro");

        var store = VersionStore.Open(_disk, TimeProvider.System);

        store.Findings.ShouldHaveSingleItem().Kind.ShouldBe(FindingKind.NotWritable);
        InForceNow().ShouldBe(first);
        Should.Throw<StateFailedException>(() => Store(store, "schema = 2", "second")).Message.ShouldContain("the file system is read-only");
        await RemountAsync("rw");
        Store(store, "schema = 2", "second").Number.ShouldBe(2);
    }

    private static Decision Because { get; } = new(new Who(0, "root"), "", new VersionCause.Apply());

    private static VersionRecord Store(VersionStore store, string policy, string rules) =>
        store.Commit(store.Stage(Policy(policy), Rules(rules), Because));

    private static PolicyText Policy(string text) => PolicyText.Create([new("policy.toml", text)]);

    private static RulesText Rules(string text) => new("nftables", "rules.nft", text);

    private static JournalEntry Entry(string why) =>
        new(DateTimeOffset.UnixEpoch, JournalKind.Membership, 1, new Who(0, "root"), why, [], 0, 0);

    private VersionRecord InForceNow() =>
        VersionStore.Open(_disk, TimeProvider.System).ReadInForce().ShouldBeOfType<InForce.Sound>().Version.Record;

    /// <summary>Fills the disk but for some pages of 4 KiB, and gives the file that does it.</summary>
    private string Fill(int leave)
    {
        var path = Path.Combine(_disk, "filler");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                file.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            file.SetLength(file.Length - (leave * 4096));
        }

        return path;
    }

    private Task<string> RemountAsync(string mode) => Tool.RunAsync("mount", ["-o", $"remount,{mode}", _disk], cancel: TestContext.Current.CancellationToken);

    private static string? Why(string line) => JsonDocument.Parse(line).RootElement.GetProperty("why").GetString();
}

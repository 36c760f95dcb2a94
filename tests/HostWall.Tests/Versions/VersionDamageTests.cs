using HostWall.Versions;

namespace HostWall.Tests.Versions;

/// <summary>Three versions, something happens to them behind HostWall's back, and the store is opened again.</summary>
public sealed class VersionDamageTests : IDisposable
{
    private readonly TemporaryFolder _state = new();

    public VersionDamageTests() => Given.Versions(_state.Path, 3);

    public void Dispose() => _state.Dispose();

    [Fact]
    public void An_altered_policy_is_found_and_the_version_refused()
    {
        File.AppendAllText(_state["versions/2/policy/policy.toml"], "\n");

        Findings().ShouldBe([(2, FindingKind.PolicyAltered)]);
        Open().Find(2).ShouldBeOfType<VersionLookup.Damaged>();
        InForceNow().ShouldBe(3);
    }

    [Fact]
    public void A_drop_in_that_was_added_to_a_stored_policy_is_found()
    {
        _state.Write("versions/2/policy/policy.d/90-open.toml", "# open");

        Findings().ShouldBe([(2, FindingKind.PolicyAltered)]);
    }

    [Fact]
    public void Altered_rules_are_found()
    {
        File.Delete(_state["versions/1/rules.nft"]);
        File.AppendAllText(_state["versions/2/rules.nft"], "flush ruleset\n");

        Findings().ShouldBe([(1, FindingKind.RulesAltered), (2, FindingKind.RulesAltered)]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void An_altered_record_is_found(int number)
    {
        var meta = _state[$"versions/{number}/meta.json"];
        File.WriteAllText(meta, File.ReadAllText(meta).Replace("\"root\"", "\"mallory\"", StringComparison.Ordinal));

        Findings().ShouldBe([(number, FindingKind.RecordAltered)]);
        Open().Find(number).ShouldBeOfType<VersionLookup.Damaged>();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_missing_version_is_found_and_its_number_not_given_again(int number)
    {
        Directory.Delete(_state[$"versions/{number}"], recursive: true);

        Findings().ShouldBe([(number, FindingKind.Missing)]);
        Given.Store(Open(), "schema = 4").Number.ShouldBe(4);
        Findings().ShouldBe([(number, FindingKind.Missing)]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{ "schema": 1, "number": 2 }""")]
    [InlineData("""{ "schema": 2, "number": 2 }""")]
    public void A_torn_or_foreign_record_is_found_and_nothing_throws(string meta)
    {
        File.WriteAllText(_state["versions/2/meta.json"], meta);

        Findings().ShouldBe([(2, FindingKind.RecordUnreadable), (2, FindingKind.RecordAltered)]);
    }

    [Fact]
    public void Versions_that_changed_places_are_found()
    {
        Directory.Move(_state["versions/1"], _state["x"]);
        Directory.Move(_state["versions/2"], _state["versions/1"]);
        Directory.Move(_state["x"], _state["versions/2"]);

        Findings().Where(f => f.Kind == FindingKind.Reordered).ShouldBe([(1, FindingKind.Reordered), (2, FindingKind.Reordered)]);
        Open().Find(1).ShouldBeOfType<VersionLookup.Damaged>();
        InForceNow().ShouldBe(3);
    }

    [Fact]
    public void When_the_version_in_force_cannot_be_used_the_last_usable_one_is_offered()
    {
        File.WriteAllText(_state["versions/3/policy/policy.toml"], "");
        File.Delete(_state["versions/2/meta.json"]);

        var damaged = Open().ReadInForce().ShouldBeOfType<InForce.Damaged>();
        damaged.Number.ShouldBe(3);
        damaged.Findings.ShouldHaveSingleItem().Text.ShouldContain("is empty");
        damaged.LastUsable!.Record.Number.ShouldBe(1);
    }

    [Fact]
    public void A_lost_newest_version_is_missed_and_not_replaced_by_the_one_before_in_silence()
    {
        Directory.Delete(_state["versions/3"], recursive: true);

        var damaged = Open().ReadInForce().ShouldBeOfType<InForce.Damaged>();
        damaged.Number.ShouldBe(3);
        damaged.LastUsable!.Record.Number.ShouldBe(2);
    }

    [Fact]
    public void A_new_version_does_not_bless_an_altered_one_before_it()
    {
        File.AppendAllText(_state["versions/3/meta.json"], " ");

        Given.Store(Open(), "schema = 4");

        Findings().ShouldBe([(3, FindingKind.RecordAltered)]);
    }

    [Fact]
    public void Without_its_mark_the_newest_version_is_used_and_said_to_be_unconfirmed()
    {
        File.Delete(_state["versions/latest.json"]);

        Findings().ShouldBe([(3, FindingKind.Unconfirmed)]);
        InForceNow().ShouldBe(3);
        Given.Store(Open(), "schema = 4");
        Findings().ShouldBeEmpty();
    }

    [Fact]
    public void A_record_that_names_a_rule_file_elsewhere_does_not_get_it_read()
    {
        var meta = _state["versions/3/meta.json"];
        File.WriteAllText(meta, File.ReadAllText(meta).Replace("rules.nft", "../../../../etc/passwd", StringComparison.Ordinal));

        Findings().ShouldBe([(3, FindingKind.RecordAltered), (3, FindingKind.RulesAltered)]);
    }

    [Fact]
    public void Foreign_entries_in_the_folder_are_left_alone()
    {
        _state.Write("versions/lost+found/x", "");
        _state.Write("versions/007/meta.json", "");
        _state.Write("versions/99999999999999999999/meta.json", "");
        _state.Write("versions/notes.txt", "");

        Findings().ShouldBeEmpty();
        File.Exists(_state["versions/notes.txt"]).ShouldBeTrue();
    }

    private VersionStore Open() => VersionStore.Open(_state.Path, Given.Clock());

    private IEnumerable<(int Number, FindingKind Kind)> Findings() => Open().Verify().Select(f => (f.Number, f.Kind));

    private int InForceNow() => Open().ReadInForce().ShouldBeOfType<InForce.Sound>().Version.Record.Number;
}

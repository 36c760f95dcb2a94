using System.Text;
using System.Text.Json;
using HostWall.Versions;

namespace HostWall.Tests.Versions;

public sealed class JournalTests : IDisposable
{
    private readonly TemporaryFolder _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public void An_entry_is_one_line_of_its_documented_shape()
    {
        var entry = Entry("web-1 started") with { What = ["+ web 172.18.0.2 on br-0a"], Added = 2 };

        Journal.Open(_state.Path).Append(entry, durable: true);

        File.ReadAllText(_state["journal/2026-01-31.jsonl"]).ShouldBe(
            """
            {"time":"2026-01-31T23:59:58.123Z","kind":"membership","version":4,"who":{"uid":0,"user":"root"},"why":"web-1 started","what":["+ web 172.18.0.2 on br-0a"],"added":2,"removed":0}

            """);
    }

    [Fact]
    public void Names_with_line_ends_and_terminal_escapes_stay_within_their_line_and_inert()
    {
        var hostile = "a\nb\r\u001b[31m\u009b31m\u2028\"$(x)";
        var journal = Journal.Open(_state.Path);

        journal.Append(Entry(hostile), durable: false);

        var text = File.ReadAllText(_state["journal/2026-01-31.jsonl"]);
        text.Count(char.IsControl).ShouldBe(1, "the line's end");
        text.ShouldNotContain('\u2028');
        Whys("2026-01-31").ShouldBe([hostile]);
    }

    [Fact]
    public void A_day_of_utc_is_a_file()
    {
        var journal = Journal.Open(_state.Path);
        foreach (var hour in Enumerable.Range(0, 60))
        {
            journal.Append(Entry($"{hour}") with { Time = Given.Now.AddHours(hour) }, durable: false);
        }

        Directory.GetFiles(_state["journal"]).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .ShouldBe(["2026-01-31.jsonl", "2026-02-01.jsonl", "2026-02-02.jsonl", "2026-02-03.jsonl"]);
        Whys("2026-02-01").ShouldBe(Enumerable.Range(1, 24).Select(i => $"{i}"));
    }

    [Fact]
    public void A_line_torn_at_any_byte_costs_that_line_only()
    {
        Journal.Open(_state.Path).Append(Entry("torn"), durable: false);
        var line = File.ReadAllBytes(_state["journal/2026-01-31.jsonl"]);
        foreach (var length in Enumerable.Range(1, line.Length - 2))
        {
            using var state = new TemporaryFolder();
            state.Write("journal/2026-01-31.jsonl", [.. line, .. line[..length]]);

            Journal.Open(state.Path).Append(Entry("after"), durable: false);

            var lines = File.ReadAllBytes(state["journal/2026-01-31.jsonl"]);
            lines.ShouldBe([.. line, .. line[..length], (byte)'\n', .. Encoding.UTF8.GetBytes(Line(Entry("after"))), (byte)'\n']);
        }
    }

    [Fact]
    public void A_line_that_lacks_only_its_end_is_not_lost()
    {
        var journal = Journal.Open(_state.Path);
        journal.Append(Entry("first"), durable: true);
        var path = _state["journal/2026-01-31.jsonl"];
        File.WriteAllText(path, File.ReadAllText(path).TrimEnd('\n'));

        journal.Append(Entry("second"), durable: true);

        Whys("2026-01-31").ShouldBe(["first", "second"]);
    }

    [Theory]
    [InlineData(JournalKind.Policy, "policy")]
    [InlineData(JournalKind.Membership, "membership")]
    [InlineData(JournalKind.Disable, "disable")]
    [InlineData(JournalKind.Enable, "enable")]
    [InlineData(JournalKind.Repair, "repair")]
    [InlineData(JournalKind.Cut, "cut")]
    [InlineData(JournalKind.Boot, "boot")]
    public void Every_kind_has_its_word(JournalKind kind, string word)
    {
        var journal = Journal.Open(_state.Path);

        journal.Append(Entry("") with { Kind = kind, Version = null }, durable: false);

        File.ReadAllText(_state["journal/2026-01-31.jsonl"]).ShouldContain($"\"kind\":\"{word}\",\"version\":null");
    }

    private IEnumerable<string?> Whys(string day) => File.ReadLines(_state[$"journal/{day}.jsonl"]).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("why").GetString());

    private static string Line(JournalEntry entry) => JsonSerializer.Serialize(entry, StateJson.Line.JournalEntry);

    private static JournalEntry Entry(string why) =>
        new(Given.Now, JournalKind.Membership, 4, Given.Root, why, [], 0, 0);
}

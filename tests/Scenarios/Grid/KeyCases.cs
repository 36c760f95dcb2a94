using System.Globalization;

namespace HostWall.Scenarios.Grid;

/// <summary>The further keys of a rule: when it applies, whether it decides, and what does not change the grid at all.</summary>
internal static class KeyCases
{
    private static readonly string[] Actions = ["allow", "deny", "reject"];

    public static IEnumerable<GridCase> All()
    {
        foreach (var action in Actions)
        {
            foreach (var (name, times) in Times())
            {
                yield return GridCases.Only($"{action} {name}", $"{action} any -> web,db | {times}", "reject world -> db", "allow containers -> containers : tcp");
            }

            yield return GridCases.Only($"{action} that only watches", $"{action} any -> any | mode = \"audit\"", "allow web -> db");
            yield return GridCases.Only($"{action} that only watches, between two that decide", "deny any -> any : tcp/80", $"{action} web -> db | mode = \"audit\" ; log = true", "allow any -> any");
        }

        yield return GridCases.Only("a rate that nobody reaches", "allow any -> any | rate = { limit = \"1000000/second\", burst = 1000000, per = \"source\" }");
        yield return GridCases.Only("connections that nobody reaches", "allow web -> any | connections = { max = 10000, per = \"destination\" }", "reject any -> any");
        yield return GridCases.Only("a type of ICMP opens nothing else", "allow any -> any : icmp/echo-request icmp/packet-too-big");
        yield return GridCases.Only("a type of ICMP closes nothing else", "deny any -> any : icmp/echo-request", "allow any -> any");
        yield return GridCases.Over("invalid packets are let through", "schema = 1\n[settings]\ninvalid = \"allow\"\ncut = false\n[tiers.web]\n[tiers.db]\n", GridWorld.Labelled, "allow web -> db");
    }

    /// <summary>Nothing begins or ends within two hours of now.</summary>
    private static IEnumerable<(string Name, string Times)> Times()
    {
        var now = DateTime.UtcNow;
        yield return ("that has expired", "expires = 2021-01-01T00:00:00Z");
        yield return ("that expires one day", "expires = 2099-01-01T00:00:00+02:00");
        yield return ("on every day", "when = { days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"] }");
        yield return ("in three days", $"when = {{ days = [\"{Day(now.AddDays(3))}\"] }}");
        yield return ("now", $"when = {{ from = \"{Time(now.AddHours(-2))}\", to = \"{Time(now.AddHours(2))}\" }}");
        yield return ("later", $"when = {{ from = \"{Time(now.AddHours(2))}\", to = \"{Time(now.AddHours(-2))}\" }}");
        yield return ("now, on the day it began", $"when = {{ days = [\"{Day(now.AddHours(-2))}\"], from = \"{Time(now.AddHours(-2))}\", to = \"{Time(now.AddHours(2))}\" }}");
        yield return ("now, but on another day", $"when = {{ days = [\"{Day(now.AddDays(3))}\"], from = \"{Time(now.AddHours(-2))}\", to = \"{Time(now.AddHours(2))}\" }}");
    }

    private static string Day(DateTime at) => at.ToString("ddd", CultureInfo.InvariantCulture).ToLowerInvariant();

    private static string Time(DateTime at) => at.ToString("HH:mm", CultureInfo.InvariantCulture);
}

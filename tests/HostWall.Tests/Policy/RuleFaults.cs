using static HostWall.Tests.Policy.Fault;

namespace HostWall.Tests.Policy;

/// <summary>Faults of the keys of a rule that say how much, when and by which port.</summary>
internal static class RuleFaults
{
    public static IEnumerable<Fault> All =>
    [
        .. Rates,
        .. Connections,
        .. Windows,
        .. Moments,
        .. Ports,
        .. Others,
    ];

    private static IEnumerable<Fault> Rates =>
    [
        new("wrong-type", Rule("rate = \"50/second\""), "7:8: error: \"rate\" must be a table, as { limit = \"50/second\" }, not a string"),
        new("wrong-type", Rule("rate = { limit = 50 }"), "7:18: error: \"limit\" must be a string, not a number"),
        new("missing-key", Rule("rate = { burst = 5 }"), "7:8: error: \"rate\" needs \"limit\""),
        new("missing-key", Rule("rate = {}"), "7:8: error: \"rate\" needs \"limit\""),
        new("unknown-key", Rule("rate = { limit = \"1/day\", brust = 5 }"), "7:27: error: unknown key \"brust\" in \"rate\"; did you mean \"burst\"?"),
        new("bad-rate", Rule("rate = { limit = \"50/s\" }"), "7:18: error: \"50/s\": a limit is a number without leading zeros, a slash, and second, minute, hour or day; did you mean \"50/second\"?"),
        new("bad-rate", Rule("rate = { limit = \"fast\" }"), "7:18: error: \"fast\": a limit is written as 50/second: a number, a slash, and second, minute, hour or day"),
        new("bad-rate", Rule("rate = { limit = \"0/second\" }"), "7:18: error: \"0/second\": the number of a limit is 1 to 1,000,000"),
        new("bad-rate", Rule("rate = { limit = \"1/day\", burst = 31 }"), "7:27: error: at this rate a burst of 31 takes over 30 days to come back: at most 30"),
        new("out-of-range", Rule("rate = { limit = \"1/day\", burst = 0 }"), "7:35: error: \"burst\" is 1 to 10,000,000, not 0"),
        new("out-of-range", Rule("rate = { limit = \"1/day\", burst = 10000001 }"), "7:35: error: \"burst\" is 1 to 10,000,000, not 10000001"),
        new("wrong-type", Rule("rate = { limit = \"1/day\", burst = \"5\" }"), "7:35: error: \"burst\" must be a number, not a string"),
        new("unknown-value", Rule("rate = { limit = \"1/day\", per = \"sorce\" }"), "7:33: error: \"sorce\" is no value of \"per\", which is \"rule\" or \"source\" or \"destination\"; did you mean \"source\"?"),
        new("conflicting-keys", Rule("rate = { limit = \"1/day\" }", "action = \"deny\""), "7:1: error: \"rate\" says how much a rule allows, and this one's action is \"deny\": put \"rate\" on a rule that allows, which denies what is over it"),
        new("conflicting-keys", Rule("rate = { limit = \"1/day\" }", "states = [\"new\", \"related\"]"), "7:1: error: \"rate\" counts new flows: leave \"states\" out, or give other states a rule of their own"),
    ];

    private static IEnumerable<Fault> Connections =>
    [
        new("wrong-type", Rule("connections = 100"), "7:15: error: \"connections\" must be a table, as { max = 100 }, not a number"),
        new("wrong-type", Rule("connections = { max = \"100\" }"), "7:23: error: \"max\" must be a number, not a string"),
        new("missing-key", Rule("connections = { per = \"source\" }"), "7:15: error: \"connections\" needs \"max\""),
        new("out-of-range", Rule("connections = { max = 0 }"), "7:23: error: \"max\" is 1 to 10,000, not 0"),
        new("out-of-range", Rule("connections = { max = -1 }"), "7:23: error: \"max\" is 1 to 10,000, not -1"),
        new("out-of-range", Rule("connections = { max = 10001 }"), "7:23: error: \"max\" is 1 to 10,000, not 10001"),
        new("unknown-value", Rule("connections = { max = 1, per = \"tier\" }"), "7:32: error: \"tier\" is no value of \"per\", which is \"rule\" or \"source\" or \"destination\""),
        new("unknown-key", Rule("connections = { max = 1, limit = 1 }"), "7:26: error: unknown key \"limit\" in \"connections\""),
        new("conflicting-keys", Rule("connections = { max = 1 }", "action = \"reject\""), "7:1: error: \"connections\" says how much a rule allows, and this one's action is \"reject\": put \"connections\" on a rule that allows, which denies what is over it"),
    ];

    private static IEnumerable<Fault> Windows =>
    [
        new("wrong-type", Rule("when = \"08:00\""), "7:8: error: \"when\" must be a table, as { days = [\"mon\"], from = \"08:00\", to = \"18:00\" }, not a string"),
        new("bad-window", Rule("when = {}"), "7:8: error: \"when\" says neither days nor times: for always, leave it out"),
        new("empty-list", Rule("when = { days = [] }"), "7:17: error: \"days\" is an empty list"),
        new("duplicate-item", Rule("when = { days = [\"mon\", \"mon\"] }"), "7:25: error: \"mon\" is in \"days\" twice"),
        new("unknown-value", Rule("when = { days = [\"monday\"] }"), "7:18: error: \"monday\" is no day: they are mon, tue, wed, thu, fri, sat, sun; did you mean \"mon\"?"),
        new("unknown-value", Rule("when = { days = \"mon-fri\" }"), "7:17: error: \"mon-fri\" is no day: they are mon, tue, wed, thu, fri, sat, sun"),
        new("missing-key", Rule("when = { from = \"08:00\" }"), "7:8: error: \"when\" needs \"to\""),
        new("missing-key", Rule("when = { days = \"mon\", to = \"08:00\" }"), "7:8: error: \"when\" needs \"from\""),
        new("bad-window", Rule("when = { from = \"08:00\", to = \"08:00\" }"), "7:8: error: the window ends when it begins: for whole days, leave \"from\" and \"to\" out"),
        new("bad-time", Rule("when = { from = \"8:00\", to = \"18:00\" }"), "7:17: error: \"8:00\": a time of day is two digits, a colon and two digits, from 00:00 to 23:59, in UTC; did you mean \"08:00\"?"),
        new("bad-time", Rule("when = { from = \"24:00\", to = \"18:00\" }"), "7:17: error: \"24:00\": a time of day is two digits, a colon and two digits, from 00:00 to 23:59, in UTC"),
        new("bad-time", Rule("when = { from = \"08:00\", to = \"24:01\" }"), "7:31: error: \"24:01\": a time of day is two digits, a colon and two digits, from 00:00 to 24:00, in UTC"),
        new("wrong-type", Rule("when = { from = 08:00:00, to = \"18:00\" }"), "7:17: error: \"from\" must be a string, not a time"),
        new("unknown-key", Rule("when = { day = \"mon\", days = \"tue\" }"), "7:10: error: unknown key \"day\" in \"when\"; did you mean \"days\"?"),
    ];

    private static IEnumerable<Fault> Moments =>
    [
        new("wrong-type", Rule("expires = \"2027-06-30T00:00:00Z\""), "7:11: error: \"expires\" must be a date and time without quotes, as 2027-06-30T00:00:00Z, not a string"),
        new("wrong-type", Rule("expires = 2027-06-30"), "7:11: error: \"expires\" must be a date and time with its offset from UTC, as 2027-06-30T00:00:00Z, not a date"),
        new("wrong-type", Rule("expires = 2027-06-30T12:30:00"), "7:11: error: \"expires\" must be a date and time with its offset from UTC, as 2027-06-30T12:30:00Z, not a date and time without an offset"),
        new("wrong-type", Rule("expires = 12:30:00"), "7:11: error: \"expires\" must be a date and time with its offset from UTC, as 2027-06-30T00:00:00Z, not a time"),
        new("bad-time", Rule("expires = 2200-01-01T00:00:00Z"), "7:11: error: \"expires\" is in the years 1970 to 2199"),
        new("bad-time", Rule("expires = 2027-06-30T00:00:00.5+02:00"), "7:11: error: \"expires\" is in whole seconds, as 2027-06-29T22:00:00Z"),
        new("syntax", Rule("expires = 2027-02-29T00:00:00Z"), $"7:11: error: {NoSuchTime}"),
        new("syntax", Rule("expires = 2027-06-30T23:59:60Z"), $"7:11: error: {NoSuchTime}"),
        new("syntax", Rule("expires = 2027-06-30T00:00:00+14:01"), $"7:11: error: {NoSuchTime}"),
        new("wrong-type", Test("at = \"2027-06-30T00:00:00Z\""), "7:6: error: \"at\" must be a date and time without quotes, as 2027-06-30T00:00:00Z, not a string"),
        new("wrong-type", Test("at = 1798761600"), "7:6: error: \"at\" must be a date and time with its offset from UTC, as 2027-06-30T00:00:00Z, not a number"),
    ];

    private static IEnumerable<Fault> Ports =>
    [
        new("bad-port", Rule("ports = [\"icmp/8\"]"), "7:10: error: \"icmp/8\": a type of ICMP has nft's name, as icmp/echo-request; did you mean \"icmp/echo-request\"?"),
        new("bad-port", Rule("ports = [\"icmp/echo-requst\"]"), "7:10: error: \"icmp/echo-requst\": a type of ICMP has nft's name, as icmp/echo-request; did you mean \"icmp/echo-request\"?"),
        new("bad-port", Rule("published = \"published\""), "7:13: error: \"published\": these are the host's ports, by number, as tcp/8443; \"published\" is for \"ports\""),
        new("bad-port", Rule("published = [\"icmp\"]"), "7:14: error: \"icmp\": ICMP has no ports to publish"),
        new("bad-port", Rule("published = [\"udp\"]"), "7:14: error: \"udp\": a published port has a number; did you mean \"udp/1-65535\"?"),
        new("empty-list", Rule("published = []"), "7:13: error: \"published\" is an empty list"),
        new("wrong-type", Rule("published = 8443"), "7:13: error: \"published\" must be a string or a list of strings, not a number"),
        new("duplicate-item", Rule("published = [\"tcp/1\", \"tcp/1\"]"), "7:23: error: \"tcp/1\" is in \"published\" twice"),
        new("duplicate-item", Rule("ports = [\"published\", \"published\"]"), "7:23: error: \"published\" is in \"ports\" twice"),
        new("conflicting-keys", Rule("published = \"tcp/1\"", "to = \"world\""), "7:1: error: a published port leads to a container: \"to\" must name a tier or \"containers\"; for a port of somebody else, use \"ports\""),
        new("conflicting-keys", Rule("ports = \"published\"", "to = [\"world\", \"host\"]"), "7:1: error: only containers publish ports: \"to\" must name a tier or \"containers\", or \"published\" be left out"),
        new("bad-port", Test("port = \"published\""), "7:8: error: \"published\": a test asks about one port, as \"tcp/443\", or about \"icmp\""),
    ];

    private static IEnumerable<Fault> Others =>
    [
        new("unknown-value", Rule("mode = \"enforce\""), "7:8: error: \"enforce\" is no value of \"mode\" of a rule, which is \"audit\"; a rule that is to decide says nothing"),
        new("wrong-type", Rule("mode = true"), "7:8: error: \"mode\" must be a string, not true or false"),
        new("unknown-value", Rule("same = \"projekt\""), "7:8: error: \"projekt\" is nothing that both ends can have in common: that is \"project\", \"network\", or a label, as \"label:env\"; did you mean \"project\"?"),
        new("unknown-value", Rule("same = [\"label:\"]"), "7:9: error: \"label:\" is nothing that both ends can have in common: that is \"project\", \"network\", or a label, as \"label:env\""),
        new("empty-list", Rule("same = []"), "7:8: error: \"same\" is an empty list"),
        new("duplicate-item", Rule("same = [\"label:a\", \"label:a\"]"), "7:20: error: \"label:a\" is in \"same\" twice"),
        new("conflicting-keys", Rule("same = \"project\"", "from = \"office\""), "7:1: error: only containers have anything in common: \"from\" must name a tier or \"containers\", or \"same\" be left out"),
        new("conflicting-keys", Rule("same = \"network\"", "to = \"host\""), "7:1: error: only containers have anything in common: \"to\" must name a tier or \"containers\", or \"same\" be left out"),
    ];

    private const string NoSuchTime = "not TOML: there is no such date and time; one is written as 2027-06-30T00:00:00Z, the second at most 59, the offset at most 14:00";
}

using System.Globalization;
using System.Net;
using HostWall.Core.Compile;
using HostWall.Core.Desired;
using HostWall.KernelTests.Harness;
using HostWall.Scenarios;

namespace HostWall.KernelTests.Rules;

/// <summary>Windows and expiries come by the kernel's own clock: once the rules are loaded, nobody has to do anything.</summary>
public sealed class TimesInKernelTests
{
    private static readonly End.World Client = new(Given.Address("198.51.100.7"));
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(5);
    private static readonly IPAddress Server = IPAddress.Parse("172.18.0.2");

    [Fact]
    public async Task Rules_begin_and_end_on_time_by_themselves()
    {
        TestGuard.RequireNamespaces();
        await using var lab = await Lab.StartAsync(Desired("schema = 1\n[tiers.web]\n"), Client);
        var web = lab.PathOf(new End.Container("c0", "web", default));
        await using var listeners = new Listeners(await Task.WhenAll(Ports.Select(port => Listener.StartAsync(web, port))));
        var turn = NextMinute();
        await NftHost.DataplaneOver(new NamespaceRunner(lab.Host)).ApplyAsync(RuleSetCompiler.Compile(Desired(PolicyThatTurnsAt(turn))), CancellationToken.None);

        await ShouldBeOpenAsync(lab, Closes, Expires, DayAndTime);
        await Task.Delay(turn - TimeProvider.System.GetUtcNow() + TimeSpan.FromMilliseconds(100), TimeProvider.System);
        await ShouldBeOpenAsync(lab, Opens, BanExpires, DayAndTime);
    }

    private const int Opens = 1, Closes = 2, Expires = 3, BanExpires = 4, OtherDay = 5, DayAndTime = 6;

    private static readonly int[] Ports = [Opens, Closes, Expires, BanExpires, OtherDay, DayAndTime];

    /// <summary>Far enough away for everything to be measured before it.</summary>
    private static DateTimeOffset NextMinute()
    {
        var ready = TimeProvider.System.GetUtcNow().AddSeconds(8);
        return new DateTimeOffset(ready.Year, ready.Month, ready.Day, ready.Hour, ready.Minute, 0, TimeSpan.Zero).AddMinutes(1);
    }

    private static string PolicyThatTurnsAt(DateTimeOffset turn) => $$"""
        schema = 1
        [tiers.web]
        {{Rule("opens", Opens, $"when = {{ from = \"{Clock(turn)}\", to = \"{Clock(turn.AddHours(3))}\" }}")}}
        {{Rule("closes", Closes, $"when = {{ from = \"{Clock(turn.AddHours(-3))}\", to = \"{Clock(turn)}\" }}")}}
        {{Rule("expires", Expires, $"expires = {turn:yyyy-MM-dd'T'HH:mm:ss'Z'}")}}
        {{Rule("ban-expires", BanExpires, $"expires = {turn:yyyy-MM-dd'T'HH:mm:ss'Z'}\naction = \"deny\"")}}
        {{Rule("after-the-ban", BanExpires, "")}}
        {{Rule("other-day", OtherDay, $"when = {{ days = [\"{Day(turn.AddDays(2))}\", \"{Day(turn.AddDays(3))}\"] }}")}}
        {{Rule("day-and-time", DayAndTime, $"when = {{ days = [\"{Day(turn.AddHours(-1))}\"], from = \"{Clock(turn.AddHours(-1))}\", to = \"{Clock(turn.AddHours(20))}\" }}")}}
        """;

    private static string Rule(string name, int port, string more) => $"""
        [[rules]]
        name  = "{name}"
        from  = "world"
        to    = "web"
        ports = ["tcp/{port}"]
        {more}
        """;

    private static string Clock(DateTimeOffset moment) => moment.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset moment) => moment.ToString("ddd", CultureInfo.InvariantCulture).ToLowerInvariant();

    /// <summary>These and no others: an answer that is to come is waited for longer than silence.</summary>
    private static async Task ShouldBeOpenAsync(Lab lab, params int[] expected)
    {
        var results = await Task.WhenAll(Ports.Select(port
            => Probe.TcpAsync(lab.PathOf(Client), new IPEndPoint(Server, port), expected.Contains(port) ? LongestAnswer : null, Lab.AddressOf(Client.Address))));
        Ports.Where((_, index) => results[index] == ProbeResult.Open).ShouldBe(expected);
    }

    private static DesiredState Desired(string policy) => Binder.Bind(Given.Policy(policy), Given.Nobody with { Containers = [Given.AContainer(0, "web")] });

    private sealed class Listeners(IReadOnlyList<Listener> all) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            foreach (var listener in all)
            {
                await listener.DisposeAsync();
            }
        }
    }
}

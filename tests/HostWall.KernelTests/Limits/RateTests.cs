using System.Net;
using System.Net.Sockets;
using HostWall.KernelTests.Harness;
using HostWall.KernelTests.Rules;
using HostWall.Scenarios;

namespace HostWall.KernelTests.Limits;

/// <summary>Floods of new flows against a rate of 200 a second with a burst of 20: what arrives is what was configured, within a fifth.</summary>
public sealed class RateTests(ITestOutputHelper output)
{
    private const int Limit = 200, Burst = 20;
    private const double Tolerance = 0.2;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task Each_source_outside_has_a_rate_of_its_own()
    {
        await using var host = await LimitedHost.StartAsync(Rate("source"));

        var floods = await FloodAsync(host, From(host, LimitedHost.Alice, 1500), From(host, LimitedHost.Bob, 700));

        IsLimited(floods[0], "the first source");
        IsLimited(floods[1], "the second source");
    }

    [Fact]
    public async Task A_source_within_its_rate_loses_nothing_beside_one_that_floods()
    {
        await using var host = await LimitedHost.StartAsync(Rate("source"));

        var floods = await FloodAsync(host, From(host, LimitedHost.Alice, 1500), From(host, LimitedHost.Bob, Limit / 2));

        IsLimited(floods[0], "the source that floods");
        floods[1].Arrived.ShouldBe(floods[1].Sent);
    }

    [Fact]
    public async Task Outside_an_IPv6_source_is_a_network_of_64_bits()
    {
        await using var host = await LimitedHost.StartAsync(Rate("source"));

        var floods = await FloodAsync(
            host, From(host, LimitedHost.AliceV6, 800), From(host, LimitedHost.HousemateOfAliceV6, 800), From(host, LimitedHost.BobV6, 800));

        IsLimited(Together(floods[..2]), "two sources of one /64");
        IsLimited(floods[2], "the source of another /64");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Containers_of_one_network_are_sources_of_their_own(bool v6)
    {
        await using var host = await LimitedHost.StartAsync(Rate("source"));

        var floods = await FloodAsync(host, [.. ((int[])[2, 3]).Select(number
            => new Source(host.PathOf(number), LimitedHost.Server(number, v6), LimitedHost.Server(0, v6), 800, Server: 0))]);

        IsLimited(floods[0], "the first container");
        IsLimited(floods[1], "the second container");
    }

    [Fact]
    public async Task A_rule_s_rate_is_shared_by_all_sources()
    {
        await using var host = await LimitedHost.StartAsync(Rate("rule"));

        var floods = await FloodAsync(host, From(host, LimitedHost.Alice, 800), From(host, LimitedHost.BobV6, 800));

        IsLimited(Together(floods), "both together");
    }

    [Fact]
    public async Task Each_destination_has_a_rate_of_its_own()
    {
        await using var host = await LimitedHost.StartAsync(Rate("destination"));

        var floods = await FloodAsync(host, From(host, LimitedHost.Alice, 800), From(host, LimitedHost.Bob, 800) with { To = LimitedHost.Server(1), Server = 1 });

        IsLimited(floods[0], "the first server");
        IsLimited(floods[1], "the second server");
    }

    private static string Rate(string per) => $$"""rate = { limit = "{{Limit}}/second", burst = {{Burst}}, per = "{{per}}" }""";

    private static Source From(LimitedHost host, End.World from, int perSecond)
    {
        var source = Lab.AddressOf(from.Address);
        return new Source(host.PathOf(from), source, LimitedHost.Server(0, source.AddressFamily == AddressFamily.InterNetworkV6), perSecond, Server: 0);
    }

    /// <summary>All at the same time, each once a packet of it has got through.</summary>
    private static async Task<Flooded[]> FloodAsync(LimitedHost host, params Source[] sources)
    {
        foreach (var source in sources)
        {
            await ArriveOnceAsync(host, source);
        }

        // Until the bursts are whole again.
        foreach (var source in sources)
        {
            await Eventually.StableAsync(() => host.Arrived(source.Server, source.Address));
        }

        return await Task.WhenAll(sources.Select(async source =>
        {
            var before = host.Arrived(source.Server, source.Address);
            var (sent, took, stalled) = await NewFlows.SendAsync(source.Path, source.Address, new IPEndPoint(source.To, LimitedHost.Port), source.PerSecond, Time);
            return new Flooded(sent, await Eventually.StableAsync(() => host.Arrived(source.Server, source.Address)) - before, took, stalled);
        }));
    }

    /// <summary>Until neighbours have found one another, packets get lost that no rule has seen.</summary>
    private static Task<int> ArriveOnceAsync(LimitedHost host, Source source) => Eventually.GetAsync(
        async () =>
        {
            await NewFlows.SendAsync(source.Path, source.Address, new IPEndPoint(source.To, LimitedHost.Port), 20, TimeSpan.FromMilliseconds(60));
            return host.Arrived(source.Server, source.Address);
        },
        arrived => arrived > 0);

    private void IsLimited(Flooded flood, string who)
    {
        var configured = Burst + (Limit * flood.Took.TotalSeconds);
        output.WriteLine($"{who}: {flood.Sent} sent, {flood.Arrived} arrived, {configured:0} configured ({flood.Arrived / configured:0.000})");
        var least = configured - (Limit * flood.Stalled.TotalSeconds);
        ((double)flood.Arrived).ShouldBeInRange(least * (1 - Tolerance), configured * (1 + Tolerance), who);
    }

    private static Flooded Together(Flooded[] floods) => new(floods.Sum(flood => flood.Sent), floods.Sum(flood => flood.Arrived), floods.Max(flood => flood.Took), floods.Max(flood => flood.Stalled));

    private sealed record Source(string Path, IPAddress Address, IPAddress To, int PerSecond, int Server);

    private sealed record Flooded(int Sent, int Arrived, TimeSpan Took, TimeSpan Stalled);
}

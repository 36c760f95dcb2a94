using CsCheck;
using HostWall.Core.Addressing;
using HostWall.Core.Render;
using HostWall.Tests.Desired;

namespace HostWall.Tests.Render;

public sealed class NftIntervalsTests
{
    [Fact]
    public void Neighbouring_networks_are_one_run()
        => NftIntervals.Of([Range("10.0.1.0", "10.0.1.255"), Range("10.0.3.0", "10.0.3.0"), Range("10.0.0.128", "10.0.0.255")])
            .ShouldBe(["10.0.0.128-10.0.1.255", "10.0.3.0-10.0.3.0"], ignoreOrder: true);

    [Fact]
    public void The_whole_of_a_family_is_one_run()
    {
        NftIntervals.Of([Range("128.0.0.0", "255.255.255.255"), Range("0.0.0.0", "127.255.255.255")]).ShouldBe(["0.0.0.0-255.255.255.255"]);
        NftIntervals.Of([Range("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]).ShouldBe(["::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"]);
    }

    [Fact]
    public void However_the_same_addresses_are_cut_the_runs_are_the_same()
        => Gen.Select(Gen.Byte, Gen.Byte).Array[0, 20].Sample(ranges =>
        {
            var spans = ranges.Select(range => (First: Math.Min(range.Item1, range.Item2), Last: Math.Max(range.Item1, range.Item2))).ToList();
            var cut = spans.SelectMany(span => Enumerable.Range(span.First, span.Last - span.First + 1)).Select(bits => (Low(bits), Low(bits)));

            NftIntervals.Of(spans.Select(span => (Low(span.First), Low(span.Last)))).ShouldBe(NftIntervals.Of(cut), ignoreOrder: true);
        });

    private static Address Low(int bits) => new(Family.IPv4, (UInt128)bits);

    private static (Address First, Address Last) Range(string first, string last) => (Containers.Address(first), Containers.Address(last));
}

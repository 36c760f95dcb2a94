using HostWall.Core.Addressing;
using HostWall.Scenarios.Grid;

namespace HostWall.Tests.Scenarios;

public sealed class GridTableTests
{
    [Fact]
    public void A_cell_about_which_the_judges_differ_shows_what_each_says()
    {
        var table = GridTable.Of(
        [
            new Judgement(new Cell("host", "shop-web", Family.IPv4, Protocol.Tcp, 80), Answer.Open, Answer.Open, Answer.Open),
            new Judgement(new Cell("host", "shop-web", Family.IPv6, Protocol.Tcp, 80), Answer.Rejected, Answer.Rejected, Answer.Rejected),
            new Judgement(new Cell("world", "shop-web", Family.IPv4, Protocol.Tcp, 80), Answer.Silent, Answer.Open, Answer.Silent),
            new Judgement(new Cell("world", "shop-web", Family.IPv6, Protocol.Tcp, 80), Answer.Silent, Answer.Silent, Answer.Open),
        ]);

        var rows = table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => string.Join(' ', row.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToList();
        rows[0].ShouldStartWith("Tcp/80 host world shop-web");
        rows[1].ShouldBe("host +x");
        rows[2].ShouldBe("world [.+.][..+]");
    }
}

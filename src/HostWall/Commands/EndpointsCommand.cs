using HostWall.Commands.Output;
using HostWall.Control;
using HostWall.Control.Messages;

namespace HostWall.Commands;

/// <summary>The containers as HostWall sees them.</summary>
internal static class EndpointsCommand
{
    public static Verb Create(CommonOptions common)
    {
        var verb = new Verb("endpoints", "List the containers: tier and why, addresses, networks, published ports", "hostwall endpoints", "hostwall endpoints --json | jq -r '.containers[] | select(.warning) | .name'");
        verb.Runs(common, async (session, _, cancellation) =>
        {
            var reply = await session.Client.GetAsync("/v1/endpoints", ControlJson.Shapes.EndpointsReport, cancellation);
            return session.Show(reply, report => Print(session.Screen, report));
        });
        return verb;
    }

    private static void Print(Screen screen, EndpointsReport report)
    {
        if (report.Containers.IsEmpty)
        {
            screen.Line("no container runs on a Docker bridge network");
            return;
        }

        var table = new TextTable("container", "tier", "why", "network", "addresses", "published");
        foreach (var container in report.Containers)
        {
            Add(table, container);
        }

        screen.Table(table);
        foreach (var container in report.Containers.Where(container => container.Warning is not null))
        {
            screen.Line(new Cell("warning: ", Tone.Warning), $"{container.Name}: {container.Warning}");
        }
    }

    /// <summary>A row for each network; what is the container's own stands in the first.</summary>
    private static void Add(TextTable table, ContainerMessage container)
    {
        var endpoints = container.Endpoints.IsEmpty ? [new EndpointMessage("-", "", [])] : container.Endpoints;
        for (var i = 0; i < endpoints.Length; i++)
        {
            var (network, addresses) = (endpoints[i].Network, string.Join(' ', endpoints[i].Addresses));
            if (i == 0)
            {
                var tone = container.Warning is null ? Tone.Plain : Tone.Warning;
                table.Row(container.Name, new Cell(container.Tier, tone), container.Why, network, addresses, string.Join(' ', container.Published));
            }
            else
            {
                table.Row("", "", "", network, addresses, "");
            }
        }
    }
}

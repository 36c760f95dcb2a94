using HostWall.Control.Messages;
using HostWall.Core.Evaluate;
using HostWall.Core.Policy;
using HostWall.Daemon;

namespace HostWall.Control.Handlers;

/// <summary>Tiers by tiers, and the others that a policy names.</summary>
internal static class MatrixHandler
{
    public static Answer Matrix(RuntimeState state, DateTimeOffset now)
        => state.Desired?.Policy is { } policy
            ? Answer.Of(Report(policy, now), ControlJson.Shapes.MatrixReport)
            : Answer.Refuse(RefusalKind.NotFound, "no policy is in force yet; apply one first");

    private static MatrixReport Report(PolicyDocument policy, DateTimeOffset now)
    {
        var reach = Reachability.Of(policy, now);
        return new MatrixReport(
            Words.Of(policy.Settings.Mode),
            [.. reach.Select(pair => pair.From.Name).Distinct(StringComparer.Ordinal)],
            [.. reach.Select(pair => new MatrixCellMessage(pair.From.Name, pair.To.Name, pair.Open.Text))]);
    }
}

using HostWall.Conntrack;
using HostWall.Control.Handlers;
using HostWall.Core.Rules;
using HostWall.Daemon;
using HostWall.Docker;
using HostWall.Versions;

namespace HostWall.Control;

/// <summary>Every path of the control socket, and who answers it.</summary>
/// <param name="render">The backend's own text of a rule set.</param>
/// <param name="stopping">Ends with the daemon.</param>
internal sealed class ControlApi(IRuntime runtime, IConntrack conntrack, IContainerProcesses processes, VersionStore versions, Func<RuleSet, string> render, TimeProvider time, CancellationToken stopping)
{
    private readonly Dictionary<string, Route> _routes = All(runtime, conntrack, processes, versions, render, time, stopping).ToDictionary(route => route.Path, StringComparer.Ordinal);

    public IReadOnlyCollection<Route> Routes => _routes.Values;

    public Route? Find(string path) => _routes.GetValueOrDefault(path);

    private static IEnumerable<Route> All(IRuntime runtime, IConntrack conntrack, IContainerProcesses processes, VersionStore versions, Func<RuleSet, string> render, TimeProvider time, CancellationToken stopping)
    {
        var changes = new ChangeHandler(runtime, stopping);
        var plans = new PlanHandler(runtime, conntrack, render, time);
        var probes = new ProbeHandler(runtime, processes, time);
        var history = new VersionHandler(runtime, versions);
        return
        [
            Route.Get("/v1/status", _ => Answer.Of(StatusHandler.Report(runtime.Current), ControlJson.Shapes.StatusReport)),
            Route.Get("/v1/endpoints", _ => Answer.Of(InventoryHandler.Endpoints(runtime.Current), ControlJson.Shapes.EndpointsReport)),
            Route.Get("/v1/names", _ => Answer.Of(InventoryHandler.Names(runtime.Current, versions), ControlJson.Shapes.NamesReport)),
            Route.Get("/v1/matrix", _ => MatrixHandler.Matrix(runtime.Current, time.GetUtcNow())),
            Route.Get("/v1/counters", cancellation => CounterHandler.CountersAsync(runtime, cancellation)),
            Route.Get("/v1/history", history.History),
            Route.Get("/v1/version", history.Show),
            Route.Get("/v1/diff", history.Diff),
            Route.Ask("/v1/plan", plans.Plan),
            Route.Ask("/v1/test", call => PolicyHandler.Test(runtime.Current, call, time.GetUtcNow())),
            Route.Ask("/v1/probes", probes.ProbesAsync),
            Route.Ask("/v1/explain", call => ExplainHandler.Explain(runtime.Current, call, time.GetUtcNow())),
            Route.Change("/v1/apply", changes.ApplyAsync),
            Route.Change("/v1/rollback", changes.RollBackAsync),
            Route.Change("/v1/disable", changes.DisableAsync),
            Route.Change("/v1/enable", changes.EnableAsync),
        ];
    }
}

using HostWall.Conntrack;
using HostWall.Control.Messages;
using HostWall.Core.Addressing;
using HostWall.Core.Compile;
using HostWall.Core.Desired;
using HostWall.Core.Evaluate;
using HostWall.Core.Policy;
using HostWall.Core.Rules;
using HostWall.Daemon;
using HostWall.Text;

namespace HostWall.Control.Handlers;

/// <summary>What applying a policy would change: in meaning and in text, with the containers of now.</summary>
/// <param name="render">The backend's own text of a rule set.</param>
internal sealed class PlanHandler(IRuntime runtime, IConntrack conntrack, Func<RuleSet, string> render, TimeProvider time)
{
    /// <summary>What a host without HostWall does: nothing is closed. A first policy is compared with this.</summary>
    private static readonly PolicyDocument Open = new(
        Settings.Default,
        [new Tier(Tier.Unlabelled, Description: null, Select: null, Claim: null, Default.Allow, Default.Allow, Origin: null, Span: null)],
        [],
        [],
        [],
        []);

    public Answer Plan(Call call)
    {
        var state = runtime.Current;
        var files = call.Read(ControlJson.Shapes.PolicyRequest).Files
            ?? throw new BadCallException("files are missing: a plan is about a policy that is not in force");
        var text = PolicyFiles.Read(files);
        var now = time.GetUtcNow();
        var examined = Examination.Of(text.Sources, now, state.Inventory);
        if (examined.Document is not { } policy)
        {
            return PolicyHandler.Faulty([.. examined.Diagnostics.Select(Words.Of)]);
        }

        var before = state.Desired ?? Binder.Bind(Open, state.Inventory);
        var after = Binder.Bind(policy, state.Inventory);
        return Answer.Of(
            new PlanReport(
                Changed: text != state.Policy,
                examined.Passes,
                [.. examined.Diagnostics.Select(Words.Of)],
                [.. examined.Tests.Select(Words.Of)],
                [.. examined.Invariants.Select(Words.Of)],
                ModeChange(state.Desired?.Policy.Settings.Mode, policy.Settings.Mode),
                [.. ReachabilityChange.Between(before.Policy, policy, now).Select(Message)],
                [.. ContainerReachChange.Between(before, after, now).Select(Message)],
                CutFlows(state, after, now),
                RulesDiff(state.Desired, after)),
            ControlJson.Shapes.PlanReport);
    }

    private int? CutFlows(RuntimeState state, DesiredState after, DateTimeOffset now)
    {
        var judge = new FlowJudge(after, departed: new HashSet<Address>(), now);
        if (!judge.EndsAny || state.Kernel is KernelState.Disabled)
        {
            return 0;
        }

        try
        {
            return conntrack.List().Count(judge.MustEnd);
        }
        catch (ConntrackException)
        {
            return null; // the rest of the plan is worth having without it
        }
    }

    private static ModeChangeMessage? ModeChange(Mode? before, Mode after)
        => before == after ? null : new ModeChangeMessage(before is { } mode ? Words.Of(mode) : null, Words.Of(after));

    private static ReachChangeMessage Message(ReachChange change)
        => new(change.From.Name, change.To.Name, change.Gained.Text, change.Lost.Text);

    private static ContainerChangeMessage Message(ContainerReachChange change) => new(
        change.Name,
        change.TierBefore,
        change.TierAfter,
        [
            .. change.Egress.Select(to => new ReachChangeMessage(change.Name, to.Peer.Name, to.Gained.Text, to.Lost.Text)),
            .. change.Ingress.Select(from => new ReachChangeMessage(from.Peer.Name, change.Name, from.Gained.Text, from.Lost.Text)),
        ]);

    private string RulesDiff(DesiredState? before, DesiredState after)
        => TextDiff.Unified(
            before is null ? "/dev/null" : "in force",
            before is null ? "" : render(RuleSetCompiler.Compile(before)),
            "planned",
            render(RuleSetCompiler.Compile(after)));
}

using System.Diagnostics;
using HostWall.Control.Messages;
using HostWall.Daemon;
using HostWall.Versions;

namespace HostWall.Control.Handlers;

/// <summary>Hands changes to the one writer of the kernel.</summary>
/// <param name="stopping">Ends with the daemon. A change goes on when its caller hangs up: an operator whose connection breaks finds it done or refused, never given up half-way.</param>
internal sealed class ChangeHandler(IRuntime runtime, CancellationToken stopping)
{
    public Task<Answer> ApplyAsync(Call call)
    {
        var request = call.Read(ControlJson.Shapes.ApplyRequest);
        return RequestAsync(new ChangeRequest.Apply(PolicyFiles.Read(request.Files), call.Caller, request.Why));
    }

    public Task<Answer> RollBackAsync(Call call)
    {
        var request = call.Read(ControlJson.Shapes.RollbackRequest);
        return RequestAsync(new ChangeRequest.RollBack(request.Version, call.Caller, request.Why));
    }

    public Task<Answer> DisableAsync(Call call)
        => RequestAsync(new ChangeRequest.Disable(call.Caller, call.Read(ControlJson.Shapes.SwitchRequest).Why));

    public Task<Answer> EnableAsync(Call call)
        => RequestAsync(new ChangeRequest.Enable(call.Caller, call.Read(ControlJson.Shapes.SwitchRequest).Why));

    private async Task<Answer> RequestAsync(ChangeRequest request) => await runtime.RequestAsync(request, stopping) switch
    {
        ChangeOutcome.Done done => Answered(changed: true, done.Version, done.Summary, done.CutFlows),
        ChangeOutcome.Unchanged unchanged => Answered(changed: false, unchanged.Version, "nothing to change", cutFlows: 0),
        ChangeOutcome.PolicyRefused refused => Answer.Of(new Refusal(RefusalKind.Policy, "the policy has errors", [.. refused.Diagnostics.Select(Words.Of)], [], [])),
        ChangeOutcome.TestsFailed failed => Answer.Of(new Refusal(
            RefusalKind.Tests,
            "the policy's own tests or invariants fail",
            [],
            [.. failed.Results.Select(Words.Of)],
            [.. failed.Invariants.Select(Words.Of)])),
        ChangeOutcome.NoSuchVersion absent => Answer.Refuse(RefusalKind.NotFound, absent.Message),
        ChangeOutcome.Failed failed => Answer.Refuse(RefusalKind.Failed, failed.Message),
        var outcome => throw new UnreachableException($"no outcome {outcome}"),
    };

    private static Answer Answered(bool changed, VersionRecord? version, string summary, int cutFlows)
        => Answer.Of(new ChangeReport(changed, version is null ? null : VersionHandler.Message(version), summary, cutFlows), ControlJson.Shapes.ChangeReport);
}

using HostWall.Control.Messages;
using HostWall.Core.Addressing;
using HostWall.Core.Desired;
using HostWall.Core.Evaluate;
using HostWall.Core.Policy;
using HostWall.Daemon;

namespace HostWall.Control.Handlers;

/// <summary>Would it pass, and why?</summary>
internal static class ExplainHandler
{
    public static Answer Explain(RuntimeState state, Call call, DateTimeOffset now)
    {
        var request = call.Read(ControlJson.Shapes.ExplainRequest);
        if (request.Files is not { } files)
        {
            return state.Desired is { } inForce
                ? Explain(inForce, request, state.InForce?.Number, now)
                : Answer.Refuse(RefusalKind.NotFound, "no policy is in force yet; apply one first, or ask one with --file");
        }

        var reading = PolicyReader.Read(PolicyFiles.Sources(files));
        return reading.Document is { } policy
            ? Explain(Binder.Bind(policy, state.Inventory), request, version: null, now)
            : PolicyHandler.Faulty([.. reading.Diagnostics.Select(Words.Of)]);
    }

    private static Answer Explain(DesiredState desired, ExplainRequest request, int? version, DateTimeOffset now)
    {
        if (PortMatchParser.Parse(request.Port) is not Parsed<PortMatch>.Accepted { Value: var port } || !IsOne(port))
        {
            return Answer.Refuse(RefusalKind.BadRequest, "the port is to be one port of one protocol, as tcp/5432, or a type of ICMP, as icmp/echo-request, or icmp for all of them");
        }

        return (PartyResolver.Resolve(desired, request.From), PartyResolver.Resolve(desired, request.To)) switch
        {
            (Resolution.Found from, Resolution.Found to) => Explanation.Of(desired, from.Subject, to.Subject, port, now) is { } explanation
                ? Answer.Of(Report(explanation, desired.Policy, request, version), ControlJson.Shapes.ExplainReport)
                : Answer.Refuse(RefusalKind.BadRequest, "no such flow can be: a group is empty, or the addresses are of two families"),
            (Resolution.Found, var to) => NotFound(to),
            (var from, _) => NotFound(from),
        };
    }

    private static bool IsOne(PortMatch port) => port.Protocol == Protocol.Icmp || port.Ports.First == port.Ports.Last;

    private static Answer NotFound(Resolution resolution) => Answer.Refuse(RefusalKind.NotFound, resolution switch
    {
        Resolution.NotFound absent => absent.Message,
        Resolution.Ambiguous ambiguous => ambiguous.Message,
        _ => throw new System.Diagnostics.UnreachableException($"{resolution} is found"),
    });

    private static ExplainReport Report(Explanation explanation, PolicyDocument policy, ExplainRequest request, int? version) => new(
        explanation.Passes,
        Words.Of(explanation.Decision.Action),
        Words.Of(policy.Settings.Mode),
        request.From,
        request.To,
        request.Port,
        (explanation.Decision.Reason as Reason.ByRule)?.Rule.Name,
        explanation.Origin?.ToString(),
        Words.Of(explanation.Decision.Reason),
        [.. explanation.Sentences],
        version);
}

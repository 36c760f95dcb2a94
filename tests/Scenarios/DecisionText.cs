using System.Diagnostics;
using HostWall.Core.Evaluate;

namespace HostWall.Scenarios;

/// <summary>What decided, in the words that tests and <c>packets.txt</c> use.</summary>
public static class DecisionText
{
    public static string Of(Reason reason) => reason switch
    {
        Reason.ByRule by => $"rule {by.Rule.Name}",
        Reason.ByIngressDefault by => $"ingress of {by.Tier.Name}",
        Reason.ByEgressDefault by => $"egress of {by.Tier.Name}",
        Reason.ByDefaults => "defaults",
        Reason.ByState => "state",
        Reason.NotOurs => "not ours",
        _ => throw new UnreachableException($"no reason {reason}"),
    };
}

using HostWall.Core.Addressing;
using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>What one of a policy's tests asks of the kernel: a real packet from one party that runs to another.</summary>
public abstract record LiveProbe
{
    private LiveProbe(PolicyTest test) => Test = test;

    public PolicyTest Test { get; }

    /// <param name="Decision">The policy's answer for this very pair.</param>
    /// <param name="Passes">Whether it is to get through: in audit mode whatever the answer is.</param>
    public sealed record Sent(PolicyTest Test, ProbeEnd From, ProbeEnd To, Decision Decision, bool Passes) : LiveProbe(Test);

    /// <summary>Nothing is sent, and so nothing is shown.</summary>
    /// <param name="Why">For people.</param>
    public sealed record Unsent(PolicyTest Test, string Why) : LiveProbe(Test);
}

/// <summary>Where a probe starts or arrives.</summary>
/// <param name="ContainerId">Null for the host.</param>
public sealed record ProbeEnd(string Name, Address Address, string? ContainerId);

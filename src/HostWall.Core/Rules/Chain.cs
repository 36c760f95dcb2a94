using HostWall.Core.Text;

namespace HostWall.Core.Rules;

/// <summary>A list of rules, walked from the first; its end returns to where the chain was jumped from, or for a base chain lets the packet go on.</summary>
/// <param name="Hook">Null for a regular chain.</param>
public sealed record Chain(string Name, Hook? Hook, string Comment, EquatableArray<ChainRule> Rules);

/// <summary>Where in a packet's way a base chain stands. All are judged after destination NAT and before Docker's own filter rules.</summary>
public enum Hook
{
    /// <summary>Routed through the host, or crossing one bridge with br_netfilter on.</summary>
    Forward,

    /// <summary>To a process of the host.</summary>
    Input,

    /// <summary>From a process of the host.</summary>
    Output,

    /// <summary>Between two ports of one bridge, whether br_netfilter is on or not.</summary>
    Bridge,
}

/// <summary>One rule: when every match holds, its statements run in order and its verdict decides.</summary>
/// <param name="Origin">The policy line that it came from; null for what HostWall itself adds.</param>
public sealed record ChainRule(
    EquatableArray<Match> Matches,
    EquatableArray<Statement> Statements,
    Verdict Verdict,
    string Comment,
    Origin? Origin);

/// <summary>What a rule does besides deciding.</summary>
public abstract record Statement
{
    private Statement()
    {
    }

    /// <summary>Adds the packet to a counter.</summary>
    public sealed record Count(string Counter) : Statement;

    /// <summary>Hands the packet's head to the daemon, at most at <see cref="LogLimit"/>'s rate; over it the rest of the rule is skipped.</summary>
    public sealed record Log(LogSubject Subject) : Statement;
}

/// <summary>What becomes of the packet.</summary>
public abstract record Verdict
{
    private Verdict()
    {
    }

    /// <summary>No verdict: the next rule.</summary>
    public sealed record Continue : Verdict;

    /// <summary>HostWall is done with the packet; it goes on to Docker's own rules.</summary>
    public sealed record Accept : Verdict;

    public sealed record Drop : Verdict;

    /// <summary>A TCP reset, else ICMP administratively prohibited.</summary>
    public sealed record Reject : Verdict;

    /// <summary>Back to where the chain was jumped from.</summary>
    public sealed record Return : Verdict;

    /// <summary>To that chain, and back at its end.</summary>
    public sealed record Jump(string Chain) : Verdict;

    /// <summary>To that chain, not back.</summary>
    public sealed record Goto(string Chain) : Verdict;

    /// <summary>To the chain that the map has for the packet, not back; where it has none, the next rule.</summary>
    public sealed record Dispatch(string Map) : Verdict;
}

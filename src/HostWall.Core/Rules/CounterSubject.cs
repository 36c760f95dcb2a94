namespace HostWall.Core.Rules;

/// <summary>What a counter counts; it travels as the counter's name and comes back from it. The policy's names hold no underscore, so that none can pass for another.</summary>
public abstract record CounterSubject
{
    private const string Rule = "rule_";
    private const string Over = "over_";
    private const string Ingress = "default_ingress_";
    private const string Egress = "default_egress_";

    private CounterSubject(string counter) => Counter = counter;

    /// <summary>The counter's name.</summary>
    public string Counter { get; }

    /// <summary>Packets that the rule decided.</summary>
    public sealed record OfRule(string Name) : CounterSubject(Rule + Name);

    /// <summary>Packets of new flows that the rule denied because they were over its rate or its connections.</summary>
    public sealed record OverLimit(string Name) : CounterSubject(Over + Name);

    /// <summary>Packets to the tier that no rule decided.</summary>
    public sealed record IngressDefault(string Tier) : CounterSubject(Ingress + Tier);

    /// <summary>Packets from the tier that no rule decided.</summary>
    public sealed record EgressDefault(string Tier) : CounterSubject(Egress + Tier);

    /// <summary>What no line of a policy decides, as <c>invalid</c>.</summary>
    public sealed record Other(string Name) : CounterSubject(Name);

    /// <summary>Reads a counter's name back.</summary>
    public static CounterSubject Parse(string counter)
        => After(counter, Rule) is { } rule ? new OfRule(rule)
            : After(counter, Over) is { } limited ? new OverLimit(limited)
            : After(counter, Ingress) is { } receiver ? new IngressDefault(receiver)
            : After(counter, Egress) is { } sender ? new EgressDefault(sender)
            : new Other(counter);

    private static string? After(string counter, string prefix) => counter.StartsWith(prefix, StringComparison.Ordinal) ? counter[prefix.Length..] : null;
}

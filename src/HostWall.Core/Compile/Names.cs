using System.Globalization;
using HostWall.Core.Policy;
using HostWall.Core.Rules;

namespace HostWall.Core.Compile;

/// <summary>Names of chains, sets, maps and counters; a chain that decides has the name of its counter. The policy's names hold no underscore, so that none of these can meet another.</summary>
internal static class Names
{
    public const string Labelled = "labelled";
    public const string Filtered = "filtered";

    public const string DestinationFromContainers = "dst_from_containers";
    public const string DestinationFromWorld = "dst_from_world";
    public const string DestinationFromHost = "dst_from_host";
    public const string SourceToWorld = "src_to_world";
    public const string SourceToHost = "src_to_host";
    public const string ServedFromContainers = "served_from_containers";
    public const string ServedFromWorld = "served_from_world";

    /// <summary>The ports that containers publish, for rules that ask.</summary>
    public const string Published = "published";

    public const string Invalid = "invalid";
    public const string MidStream = "mid_stream";
    public const string BridgeClosed = "bridge_closed";

    public static string TierSet(string tier) => $"tier_{tier}";

    public static string GroupSet(string group) => $"group_{group}";

    public static string RuleChain(string rule) => new CounterSubject.OfRule(rule).Counter;

    public static string IngressDefault(string tier) => new CounterSubject.IngressDefault(tier).Counter;

    public static string EgressDefault(string tier) => new CounterSubject.EgressDefault(tier).Counter;

    public static string PeerSet(int index) => Numbered("peer", index);

    public static string SameSet(int key, int value) => string.Create(CultureInfo.InvariantCulture, $"same_{key}_{value}");

    public static string ServedSet(string rule) => $"served_rule_{rule}";

    public static string LimitChain(string rule) => $"limit_{rule}";

    public static string OverLimit(string rule) => new CounterSubject.OverLimit(rule).Counter;

    /// <summary>Everything that an entry means is in the name: one with other figures is another set, whose entries are made anew.</summary>
    public static string RateMemory(string rule, Rate rate)
        => string.Create(CultureInfo.InvariantCulture, $"rate_{rule}_{rate.Limit}_{Word(rate.Unit)}_{rate.Burst}_{Word(rate.Per)}");

    public static string ConnectionMemory(string rule, ConnectionLimit limit)
        => string.Create(CultureInfo.InvariantCulture, $"open_{rule}_{limit.Max}_{Word(limit.Per)}");

    public static string To(string tier, Sender sender, SameClass receivers) => $"to_{tier}{Word(receivers)}_from_{Word(sender)}";

    public static string Served(string tier, int portClass, Sender sender, SameClass receivers)
        => $"{Numbered($"served_{tier}", portClass)}{Word(receivers)}_from_{Word(sender)}";

    public static string From(string tier, Receiver receiver) => $"from_{tier}_to_{Word(receiver)}";

    private static string Numbered(string name, int index) => string.Create(CultureInfo.InvariantCulture, $"{name}_{index}");

    private static string Word(SameClass members) => members.Index == 0 ? "" : Numbered("", members.Index);

    private static string Word(LimitScope scope) => scope switch
    {
        LimitScope.Rule => "rule",
        LimitScope.Source => "source",
        LimitScope.Destination => "destination",
    };

    private static string Word(RateUnit unit) => unit switch
    {
        RateUnit.Second => "second",
        RateUnit.Minute => "minute",
        RateUnit.Hour => "hour",
        RateUnit.Day => "day",
    };

    private static string Word(Sender sender) => sender switch
    {
        Sender.Containers => "containers",
        Sender.World => "world",
        Sender.Host => "host",
    };

    private static string Word(Receiver receiver) => receiver switch
    {
        Receiver.World => "world",
        Receiver.Host => "host",
    };
}

/// <summary>The hook and link a packet comes by say which of these sent it.</summary>
internal enum Sender
{
    Containers,
    World,
    Host,
}

/// <summary>Where a container's packet goes that is not for a container.</summary>
internal enum Receiver
{
    World,
    Host,
}

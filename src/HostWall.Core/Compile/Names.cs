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

    public const string Invalid = "invalid";
    public const string MidStream = "mid_stream";
    public const string BridgeClosed = "bridge_closed";

    public static string TierSet(string tier) => $"tier_{tier}";

    public static string GroupSet(string group) => $"group_{group}";

    public static string RuleChain(string rule) => new CounterSubject.OfRule(rule).Counter;

    public static string IngressDefault(string tier) => new CounterSubject.IngressDefault(tier).Counter;

    public static string EgressDefault(string tier) => new CounterSubject.EgressDefault(tier).Counter;

    public static string To(string tier, Sender sender) => $"to_{tier}_from_{Word(sender)}";

    public static string Served(string tier, int portClass, Sender sender)
        => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"served_{tier}_{portClass}_from_{Word(sender)}");

    public static string From(string tier, Receiver receiver) => $"from_{tier}_to_{Word(receiver)}";

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

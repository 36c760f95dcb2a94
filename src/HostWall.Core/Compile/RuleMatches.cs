using HostWall.Core.Policy;
using HostWall.Core.Rules;

namespace HostWall.Core.Compile;

/// <summary>What a rule asks of a packet besides who its two sides are.</summary>
internal static class RuleMatches
{
    private const WeekDays EveryDay = WeekDays.All;

    /// <summary>Ports of a flow to a container.</summary>
    public static IReadOnlyList<EquatableArray<Match>> PortsOfContainer(Rule rule)
    {
        if (rule.CoversEveryPort)
        {
            return OfHostPorts(rule);
        }

        var alternatives = new List<EquatableArray<Match>>();
        if (!rule.Ports.IsEmpty)
        {
            alternatives.Add([new Match.Ports(rule.Ports)]);
        }

        if (rule.Published)
        {
            alternatives.Add([new Match.DestinationPortIn(Names.Published)]);
        }

        return alternatives.And(OfHostPorts(rule));
    }

    /// <summary>Ports of a flow to no container: nobody there publishes any.</summary>
    public static IReadOnlyList<EquatableArray<Match>> PortsElsewhere(Rule rule)
        => !rule.HostPorts.IsEmpty || (rule.Published && rule.Ports.IsEmpty) ? []
            : rule.Ports.IsEmpty ? Alternatives.Always
            : [[new Match.Ports(rule.Ports)]];

    /// <summary>When it applies.</summary>
    public static IReadOnlyList<EquatableArray<Match>> Times(Rule rule)
    {
        IReadOnlyList<EquatableArray<Match>> windows = rule.When is { IsAlways: false } window ? [.. OfWindow(window).Select(match => (EquatableArray<Match>)[match])] : Alternatives.Always;
        return rule.Expires is { } end ? windows.And([[new Match.Before(end)]]) : windows;
    }

    private static IReadOnlyList<EquatableArray<Match>> OfHostPorts(Rule rule)
        => rule.HostPorts.IsEmpty ? Alternatives.Always : [[new Match.OriginalPort(rule.HostPorts)]];

    /// <summary>The kernel's days end at midnight: what goes on after it belongs to the next of them.</summary>
    private static IEnumerable<Match> OfWindow(Window window)
    {
        var days = Kernel(window.Days);
        if (!window.IsOverMidnight)
        {
            return [new Match.TimeOfWeek(days, window.From, window.To)];
        }

        var evening = new Match.TimeOfWeek(days, window.From, Window.WholeDay);
        return window.To == TimeSpan.Zero ? [evening] : [evening, new Match.TimeOfWeek(DayAfter(days), TimeSpan.Zero, window.To)];
    }

    private static WeekDays Kernel(Days days) => (WeekDays)(((int)days << 1) & (int)EveryDay) | (days.HasFlag(Days.Sunday) ? WeekDays.Sunday : WeekDays.None);

    private static WeekDays DayAfter(WeekDays days) => (WeekDays)(((int)days << 1) & (int)EveryDay) | (days.HasFlag(WeekDays.Saturday) ? WeekDays.Sunday : WeekDays.None);
}

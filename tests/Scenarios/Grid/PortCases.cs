namespace HostWall.Scenarios.Grid;

/// <summary>What <c>ports</c> stands for. The grid asks at tcp/80, tcp/5432, udp/53, udp/5000, sctp/2905 and icmp/echo-request.</summary>
internal static class PortCases
{
    private static readonly string[] Ports =
    [
        "tcp/80", "tcp/5432", "udp/53", "udp/5000", "sctp/2905", "tcp", "udp", "sctp", "icmp",
        "tcp/1-79", "tcp/1-80", "tcp/80-90", "tcp/81-90", "tcp/79-81", "tcp/1-5432", "tcp/80-5432", "tcp/81-5431", "tcp/1-65535", "udp/1-53",
        "udp/53-5000", "udp/54-4999", "sctp/2904-2906", "sctp/2906-3000",
        "tcp/80 tcp/5432", "tcp/80 udp/53", "tcp/80 udp", "tcp udp", "tcp udp sctp", "tcp udp sctp icmp", "tcp icmp", "udp/53 sctp/2905 icmp",
        "tcp/80-100 tcp/90-200", "tcp/1-80 tcp/81-5432", "tcp/22 tcp/80 tcp/443 tcp/5432 tcp/8080", "udp/1-100 udp/200-300 udp/4000-6000", "tcp/80 tcp", "tcp/53 udp/80",
        "icmp/echo-request", "icmp/echo-reply", "icmp/packet-too-big", "icmp/redirect icmp/mld-listener-query", "icmp/echo-request icmp/echo-reply", "icmp/timestamp-request tcp/80",
        "icmp/destination-unreachable icmp/echo-request udp", "icmp icmp/echo-request",
    ];

    public static IEnumerable<GridCase> All()
    {
        foreach (var ports in Ports)
        {
            yield return GridCases.Only($"web may reach db at {ports}", $"allow web -> db : {ports}");
            yield return GridCases.Only($"nobody reaches db at {ports}, but at all else", $"deny any -> db : {ports}", "allow any -> db");
        }

        yield return GridCases.Only("web may reach db at every port", "allow web -> db");
        yield return GridCases.Only("web may reach the world at tcp/80", "allow web -> world : tcp/80");
        yield return GridCases.Only("web may reach the host at udp/53", "allow web -> host : udp/53");
        yield return GridCases.Only("the world may reach web at tcp/80", "allow world -> web : tcp/80");
        yield return GridCases.Only("the host may reach web at tcp/80 and sctp", "allow host -> web : tcp/80 sctp");
        yield return GridCases.Only("all may ping the containers, and containers nobody outside", "allow any -> containers : icmp/echo-request", "deny containers -> any : icmp", "allow containers -> any");
        yield return GridCases.Only("a ping is rejected", "reject any -> any : icmp/echo-request", "allow any -> any");
        yield return GridCases.Only("all of ICMP is rejected but pings", "allow any -> any : icmp/echo-request", "reject any -> any : icmp");
        yield return GridCases.Only("web answers no ping", "deny web -> any : icmp/echo-reply | states = [\"established\"]", "allow any -> any");
        yield return GridCases.Only("an answer to a ping is rejected", "reject db -> any : icmp | states = [\"established\"]", "allow any -> any : icmp");
        yield return GridCases.Only("the world gets answers to pings and to nothing else", "allow containers -> world : icmp/echo-reply | states = [\"established\"]", "deny containers -> world | states = [\"established\"]", "allow world -> any");
    }
}

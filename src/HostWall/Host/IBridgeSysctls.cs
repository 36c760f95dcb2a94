namespace HostWall.Host;

/// <summary>The switches of br_netfilter that hold for all bridges of a network namespace. The kernel takes each together with the bridge's own by OR.</summary>
public interface IBridgeSysctls
{
    /// <summary>Null while br_netfilter is not loaded.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">The kernel refuses.</exception>
    BridgeSysctls? Read();

    /// <exception cref="IOException">The kernel refuses.</exception>
    void TurnOff();
}

/// <summary>Whether bridges hand IPv4 and IPv6 packets to the inet hooks by the namespace's will.</summary>
public readonly record struct BridgeSysctls(bool IPv4, bool IPv6);

/// <summary>Those of the network namespace that this process is in.</summary>
public sealed class ProcBridgeSysctls : IBridgeSysctls
{
    private const string Folder = "/proc/sys/net/bridge/bridge-nf-call-";

    public BridgeSysctls? Read()
    {
        try
        {
            return new BridgeSysctls(IsOn("iptables"), IsOn("ip6tables"));
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public void TurnOff()
    {
        foreach (var name in (ReadOnlySpan<string>)["iptables", "ip6tables", "arptables"])
        {
            File.WriteAllText(Folder + name, "0\n");
        }
    }

    private static bool IsOn(string name) => File.ReadAllText(Folder + name).Trim() == "1";
}

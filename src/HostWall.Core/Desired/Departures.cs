using HostWall.Core.Addressing;

namespace HostWall.Core.Desired;

/// <summary>Addresses that have lost their owner: nobody who gets one of them may go on with what the one before had open.</summary>
public static class Departures
{
    public static IEnumerable<Address> Between(DesiredState before, DesiredState after)
    {
        var owners = after.Members.ToDictionary(member => member.Key, member => member.ContainerId);
        return before.Members
            .Where(member => !string.Equals(owners.GetValueOrDefault(member.Key), member.ContainerId, StringComparison.Ordinal))
            .Select(member => member.Key.Address);
    }
}

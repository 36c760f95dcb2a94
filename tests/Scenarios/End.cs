using HostWall.Core.Addressing;
using HostWall.Core.Desired;
using HostWall.Core.Evaluate;

namespace HostWall.Scenarios;

/// <summary>Where a packet of a scenario starts or ends.</summary>
public abstract record End
{
    private End()
    {
    }

    public abstract Address Address { get; }

    /// <summary>The same end as the policy sees it.</summary>
    public abstract Party Party { get; }

    /// <summary>A container's address on a bridge; also one that HostWall does not know, which is unlabelled.</summary>
    public sealed record Container(string Name, string Tier, EndpointKey At) : End
    {
        public Container(BoundContainer bound, string network, EndpointKey at)
            : this(bound.Container.Name, bound.Tier, at)
            => (Known, Network) = (bound.Container, network);

        /// <summary>Null for one that HostWall does not know.</summary>
        public Core.Inventory.Container? Known { get; init; }

        /// <summary>The Docker network that the address stands on; null where that is not known.</summary>
        public string? Network { get; init; }

        public override Address Address => At.Address;

        public override Party Party => new Party.InTier(Tier, Known, Network);
    }

    /// <summary>A process of the host.</summary>
    public sealed record Host(Address At) : End
    {
        public override Address Address => At;

        public override Party Party => new Party.Host();
    }

    /// <summary>A machine outside, behind the host's uplink or a bridge that is not Docker's.</summary>
    public sealed record World(Address At) : End
    {
        public const string Uplink = "eth0";

        /// <summary>The host's link by which its packets come and go; any but the uplink is a bridge.</summary>
        public string By { get; init; } = Uplink;

        public override Address Address => At;

        public override Party Party => new Party.World(At, By);
    }
}

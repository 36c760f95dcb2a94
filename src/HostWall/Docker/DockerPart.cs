using HostWall.Core;
using HostWall.Core.Inventory;

namespace HostWall.Docker;

/// <summary>Docker's part of the inventory, whole.</summary>
/// <param name="Networks">Those with a bridge on this host, sorted by identifier.</param>
/// <param name="Containers">Running ones whose name and labels are known, sorted by identifier.</param>
/// <param name="Listed">The timestamp of the moment at which the last look at all networks began; a bridge that was there well before and is in none is not Docker's.</param>
/// <param name="LastThere">Null while the engine is followed; once it is away, the timestamp of the last moment at which it is known to have been there.</param>
public sealed record DockerPart(EquatableArray<Network> Networks, EquatableArray<Container> Containers, long Listed, long? LastThere);

namespace HostWall.Docker;

/// <summary>What the engine is asked for in one go.</summary>
/// <param name="Number">The number of the last event that was known when the look began: what a later event said is newer than the look's answer.</param>
/// <param name="Began">The timestamp of that moment.</param>
/// <param name="Everything">All running containers and all networks, whatever else is named.</param>
internal sealed record Look(long Number, long Began, bool Everything, IReadOnlyList<string> Containers, IReadOnlyList<string> Networks);

/// <summary>The answer. What was asked for and is not in it does not exist.</summary>
internal sealed record LookAnswer(Look Look, IReadOnlyList<ContainerView> Containers, IReadOnlyList<NetworkView> Networks);

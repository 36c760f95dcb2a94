using System.Collections.Immutable;

namespace HostWall.Control.Messages;

/// <summary>GET /v1/matrix: what the policy in force lets through.</summary>
/// <param name="Names">Tiers, then <c>host</c>, <c>world</c> and the groups.</param>
/// <param name="Cells">Every pair of which one side is a tier.</param>
public sealed record MatrixReport(string Mode, ImmutableArray<string> Names, ImmutableArray<MatrixCellMessage> Cells);

/// <param name="Open">Ports as <c>tcp/80,443 udp</c>, <c>all</c> or <c>none</c>.</param>
public sealed record MatrixCellMessage(string From, string To, string Open);

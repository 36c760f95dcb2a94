using HostWall.Daemon;

namespace HostWall.Control;

/// <summary>Who is behind a connection, and what they may do.</summary>
internal sealed record Visitor(Caller Caller, Access Access);

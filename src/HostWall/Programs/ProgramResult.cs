namespace HostWall.Programs;

/// <summary>How a tool ended and what it said.</summary>
public sealed record ProgramResult(int ExitCode, string Output, string Error);

namespace HostWall.Kernel;

/// <summary>The kernel or the backend's tool did not do what was asked; the message says what and, where the tool told, which line of the policy.</summary>
public sealed class DataplaneException(string message, Exception? inner = null) : Exception(message, inner);

namespace HostWall.Control;

/// <summary>One path of the control socket.</summary>
/// <param name="Needs">What its caller must be allowed.</param>
internal sealed record Route(string Method, string Path, Access Needs, Func<Call, CancellationToken, Task<Answer>> HandleAsync)
{
    /// <summary>A question; its answer follows from the state of now.</summary>
    public static Route Get(string path, Func<Call, Answer> handle) => new("GET", path, Access.Read, (call, _) => Task.FromResult(handle(call)));

    public static Route Get(string path, Func<CancellationToken, Task<Answer>> handle) => new("GET", path, Access.Read, (_, cancellation) => handle(cancellation));

    /// <summary>A question that needs a body, as a policy.</summary>
    public static Route Ask(string path, Func<Call, Answer> handle) => new("POST", path, Access.Read, (call, _) => Task.FromResult(handle(call)));

    public static Route Ask(string path, Func<Call, CancellationToken, Task<Answer>> handle) => new("POST", path, Access.Read, handle);

    /// <summary>A change.</summary>
    public static Route Change(string path, Func<Call, Task<Answer>> handle) => new("POST", path, Access.All, (call, _) => handle(call));
}

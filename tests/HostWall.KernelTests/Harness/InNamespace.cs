using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace HostWall.KernelTests.Harness;

/// <summary>
/// Runs code in another network namespace: a thread of its own enters it and ends there, so that nothing has to be
/// restored. A socket stays in the namespace it was made in, whichever thread uses it afterwards.
/// </summary>
public static partial class InNamespace
{
    private const int CloneNewNet = 0x40000000;

    /// <summary>The result of <paramref name="work"/>, run in the namespace at <paramref name="path"/>
    /// (/run/netns/NAME or /proc/PID/ns/net).</summary>
    public static Task<T> RunAsync<T>(string path, Func<T> work)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                Enter(path);
                result.SetResult(work());
            }
            catch (Exception failure) // Handed over to whoever awaits the result.
            {
                result.SetException(failure);
            }
        })
        { IsBackground = true };
        thread.Start();
        return result.Task;
    }

    /// <summary>A socket of the namespace at <paramref name="path"/>.</summary>
    public static Task<Socket> SocketAsync(string path, AddressFamily family, SocketType type, ProtocolType protocol) =>
        RunAsync(path, () => new Socket(family, type, protocol));

    private static void Enter(string path)
    {
        using var file = File.OpenHandle(path);
        if (SetNs(file, CloneNewNet) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"cannot enter {path}: {Marshal.GetLastPInvokeErrorMessage()}");
        if (Current("thread-self") == Current("self"))
            throw new InvalidOperationException($"{path} is the network namespace that the tests were started in");
    }

    private static string? Current(string who) => new FileInfo($"/proc/{who}/ns/net").LinkTarget;

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNs(SafeFileHandle file, int kind);
}

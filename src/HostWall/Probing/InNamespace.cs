using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace HostWall.Probing;

/// <summary>
/// Makes things in another network namespace: a thread of its own enters it and ends there, so that nothing has to be put back. A socket stays
/// in the namespace it was made in, whichever thread uses it.
/// </summary>
internal static partial class InNamespace
{
    private const int CloneNewNet = 0x40000000;

    /// <param name="pid">A process that is there; 0 for where this program is.</param>
    /// <exception cref="Win32Exception">The kernel does not let us in.</exception>
    /// <exception cref="IOException">There is no such process any more.</exception>
    public static Task<T> RunAsync<T>(int pid, Func<T> work)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                Enter(pid);
                result.SetResult(work());
            }
            catch (Exception failure) // handed over to whoever awaits the result
            {
                result.SetException(failure);
            }
        })
        { IsBackground = true };
        thread.Start();
        return result.Task;
    }

    private static void Enter(int pid)
    {
        if (pid == 0)
        {
            return;
        }

        using var file = File.OpenHandle(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/ns/net"));
        if (setns(file, CloneNewNet) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setns(SafeFileHandle file, int kind);
}

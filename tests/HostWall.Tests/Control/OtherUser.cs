using System.ComponentModel;
using System.Runtime.InteropServices;

namespace HostWall.Tests.Control;

/// <summary>
/// Runs something as another user. Credentials are a thread's own to the kernel; libc's functions would change all threads', so that the
/// bare system calls are made, on a thread that ends with it. Takes root.
/// </summary>
internal static class OtherUser
{
    public static bool CanBe => Environment.IsPrivilegedProcess;

    public static T Run<T>(uint user, uint[] groups, Func<T> body)
    {
        T? result = default;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Become(user, groups);
                result = body();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        return failure is null ? result! : throw failure;
    }

    private static void Become(uint user, uint[] groups)
    {
        var (setGroups, setGroup, setUser) = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? (159, 149, 147) : (116, 119, 117);
        var pinned = GCHandle.Alloc(groups, GCHandleType.Pinned);
        try
        {
            Check(Syscall(setGroups, groups.Length, pinned.AddrOfPinnedObject(), 0));
            Check(Syscall(setGroup, (nint)user, (nint)user, (nint)user));
            Check(Syscall(setUser, (nint)user, (nint)user, (nint)user));
        }
        finally
        {
            pinned.Free();
        }
    }

    private static void Check(nint result)
    {
        if (result != 0)
        {
            throw new Win32Exception();
        }
    }

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static extern nint Syscall(nint number, nint first, nint second, nint third);
}

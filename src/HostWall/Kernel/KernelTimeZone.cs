using System.ComponentModel;
using System.Runtime.InteropServices;

namespace HostWall.Kernel;

/// <summary>
/// The time zone that the kernel was told, as <c>timedatectl set-timezone</c> does, or the boot where the hardware clock runs in local time. It knows
/// nothing of summer time. The C library hides it, so that the system call is made by its number.
/// </summary>
internal static partial class KernelTimeZone
{
    private const int NumberOnX64 = 96, NumberOnArm64 = 169;

    /// <summary>Minutes west of Greenwich.</summary>
    public static int MinutesWest()
    {
        var number = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? NumberOnX64 : NumberOnArm64;
        return GetTimeOfDay(number, 0, out var zone) == 0 ? zone.MinutesWest : throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint GetTimeOfDay(nint number, nint noTime, out Zone zone);

    private readonly struct Zone
    {
        public readonly int MinutesWest;
        public readonly int SummerTime;
    }
}

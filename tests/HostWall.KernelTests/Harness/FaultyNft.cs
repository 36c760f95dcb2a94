namespace HostWall.KernelTests.Harness;

/// <summary>
/// Stands in for nft, in the mount namespace of one daemon only: the real one, until it is told to misbehave. Tests and
/// everybody else keep the real one.
/// </summary>
public sealed class FaultyNft
{
    private const string Program = "/usr/sbin/nft";
    private readonly string _mood;

    private FaultyNft(string mood) => _mood = mood;

    /// <summary>Takes the place of nft for a daemon that runs.</summary>
    public static async Task<FaultyNft> InstallAsync(HostWallDaemon daemon)
    {
        var (real, fake, mood) = (Path.Combine(daemon.Folder, "nft.real"), Path.Combine(daemon.Folder, "nft"), Path.Combine(daemon.Folder, "nft.mood"));
        File.Copy(Program, real);
        // "half": the first half of a script reaches the kernel's check and not the rest, as when nft is killed while it reads.
        await File.WriteAllTextAsync(fake, $"""
            #!/bin/sh
            case $(cat {mood} 2>/dev/null) in
              fail) echo "netlink: Error: cache initialization failed: Protocol error" >&2; exit 1 ;;
              hang) exec sleep 600 ;;
              half) cat >{mood}.script; head -c $(($(wc -c <{mood}.script) / 2)) {mood}.script | {real} "$@"; exit 1 ;;
              killed) kill -9 $$ ;;
            esac
            exec {real} "$@"
            """.ReplaceLineEndings("\n") + "\n");
        foreach (var program in new[] { real, fake })
            File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
        await MountAsync(daemon, fake);
        return new FaultyNft(mood);
    }

    /// <summary>As if nft were uninstalled: a file there that no one may execute.</summary>
    public static Task HideAsync(HostWallDaemon daemon) => MountAsync(daemon, "/dev/null");

    /// <summary>Undoes the last of the above.</summary>
    public static Task BringBackAsync(HostWallDaemon daemon) => InMountsOfAsync(daemon, "umount", Program);

    /// <param name="mood">fail, hang, half or killed; none for well.</param>
    public Task BeAsync(string mood) => File.WriteAllTextAsync(_mood, mood);

    private static Task MountAsync(HostWallDaemon daemon, string over) => InMountsOfAsync(daemon, "mount", "--bind", over, Program);

    private static async Task InMountsOfAsync(HostWallDaemon daemon, params string[] command) =>
        await Tool.RunAsync("nsenter", [$"--mount=/proc/{daemon.Pid}/ns/mnt", "--", .. command]);
}

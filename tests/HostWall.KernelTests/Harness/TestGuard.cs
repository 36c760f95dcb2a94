namespace HostWall.KernelTests.Harness;

/// <summary>Skips a test whose set-up is not there and says why; with <c>CI=true</c> it fails instead.</summary>
public static class TestGuard
{
    private static readonly string[] Namespaces = ["ip", "nft", "nsenter"];
    private static readonly string[] Docker = [.. Namespaces, "dockerd", "docker", "containerd", "busybox"];

    /// <summary>For tests that make network namespaces and load rules into them.</summary>
    public static void RequireNamespaces() => Require(Namespaces);

    /// <summary>For tests that start a private Docker host.</summary>
    public static void RequireDocker() => Require(Docker);

    /// <summary>For tests that build the Debian package and run its scripts.</summary>
    public static void RequirePackaging() => Require([.. Namespaces, "dotnet", "gcc", "dpkg-deb"]);

    private static void Require(string[] programs)
    {
        var reason = Missing(programs);
        if (reason is null)
            return;
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail($"{reason} (with CI=true nothing is skipped)");
        Assert.Skip(reason);
    }

    private static string? Missing(string[] programs)
    {
        if (!Environment.IsPrivilegedProcess)
            return "needs root: run sudo tests/run.sh";
        var missing = programs.Where(program => !IsInstalled(program)).ToList();
        return missing.Count == 0 ? null : $"needs {string.Join(", ", missing)}: run sudo tests/run.sh";
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Append("/sbin")
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}

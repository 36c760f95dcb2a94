using HostWall.KernelTests.Harness;

namespace HostWall.KernelTests.Daemon;

/// <summary>Containers whose first instruction is already that of the program first-act.c: no shell gives HostWall time.</summary>
internal static class FirstAct
{
    /// <summary>Builds the program once per host, from where containers mount it.</summary>
    public static async Task<string> BuildAsync(DockerHost host)
    {
        var program = Path.Combine(host.Folder, "first-act");
        if (!File.Exists(program))
            await Tool.RunAsync("gcc", ["-O2", "-static", "-o", program, Path.Combine(Repository.Root, "tests/HostWall.KernelTests/Daemon/first-act.c")]);
        return program;
    }

    /// <param name="arguments">As first-act.c says.</param>
    public static ContainerSpec By(this ContainerSpec spec, string program, params IEnumerable<string> arguments) => spec with
    {
        Options = [.. spec.Options, "--volume", $"{program}:/first-act:ro"],
        Command = ["/first-act", .. arguments],
    };
}

using System.Globalization;
using HostWall.Programs;

namespace HostWall.Benchmarks.Figures;

/// <summary>The figures of a daemon at work on a host that testhost.sh made: memory, the way from Docker's event to the kernel, starting a command.</summary>
internal static class HostFigure
{
    private const int Containers = 100;
    private const int Starts = 50;

    /// <param name="folder">Of the host; the daemon's socket is hostwall.sock in it.</param>
    /// <param name="program">The daemon's, compiled ahead of time.</param>
    public static async Task PrintAsync(string folder, string program)
    {
        var host = TestHost.Read(folder);
        var programs = new ProgramRunner(TimeProvider.System);
        Print("resident, after start", ResidentMemory.Of(program, folder));

        await using (var watch = await ArrivalWatch.StartAsync(host, programs))
        {
            var (arrivals, before) = (new Samples(), 0);
            for (var number = 0; number < Containers; number++)
            {
                var arrival = await watch.StartContainerAsync(number);
                arrivals.Add(arrival.InKernel - arrival.Connected);
                before += arrival.InKernel < arrival.Started ? 1 : 0;
            }

            Print("network connect to kernel", arrivals.ToString());
            Print("in the kernel before Docker's start event", string.Create(CultureInfo.InvariantCulture, $"{before} of {Containers}"));
        }

        Print($"resident, {Containers} containers", ResidentMemory.Of(program, folder));
        // Past the settling look and some readings of the kernel.
        await Task.Delay(TimeSpan.FromSeconds(30));
        Print($"resident, {Containers} containers, 30 s later", ResidentMemory.Of(program, folder));
        await PrintStartsAsync(programs, program, ["--version"]);
        await PrintStartsAsync(programs, program, ["--socket", Path.Combine(folder, "hostwall.sock"), "status"]);
        Print("resident, after 50 times status", ResidentMemory.Of(program, folder));
    }

    private static async Task PrintStartsAsync(ProgramRunner programs, string program, string[] arguments)
    {
        var samples = new Samples();
        for (var i = 0; i < Starts; i++)
        {
            await samples.TimeAsync(() => programs.RunAsync(ProgramCall.Of(program, arguments), CancellationToken.None));
        }

        Print($"hostwall {arguments[^1]}", samples.ToString());
    }

    private static void Print(string what, string figure) => Console.WriteLine($"| {what} | {figure} |");
}

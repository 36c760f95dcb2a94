using HostWall.Commands;
using HostWall.Daemon;

return await CommandLine.RunAsync(args, (options, cancellation) => DaemonHost.RunAsync(options, Console.Error, cancellation), Console.Out, Console.Error);

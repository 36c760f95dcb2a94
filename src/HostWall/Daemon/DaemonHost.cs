using System.Runtime.InteropServices;
using HostWall.Conntrack;
using HostWall.Control;
using HostWall.Docker;
using HostWall.Inventory;
using HostWall.Kernel;
using HostWall.Nflog;
using HostWall.Programs;
using HostWall.Systemd;
using HostWall.Versions;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Compact;

namespace HostWall.Daemon;

/// <summary>Puts the daemon together and runs it until a signal. The one place where the parts meet.</summary>
public static class DaemonHost
{
    private const string LineTemplate = "{Level:u4} {Message:lj}{NewLine}{Exception}";

    /// <summary>Runs until SIGTERM or SIGINT; the rules stay in the kernel.</summary>
    /// <returns>0 after a signal, 2 for settings with errors, 4 where it cannot work; systemd starts it again after all but 2.</returns>
    public static async Task<int> RunAsync(DaemonOptions options, TextWriter error, CancellationToken cancellation)
    {
        switch (DaemonSettings.Read(options.ConfigFolder))
        {
            case SettingsReading.Faulty faulty:
                foreach (var message in faulty.Messages)
                {
                    await error.WriteLineAsync(message);
                }

                return 2;
            case SettingsReading.Sound sound:
                var settings = sound.Settings with
                {
                    Docker = options.Docker ?? sound.Settings.Docker,
                    StateFolder = options.StateFolder ?? sound.Settings.StateFolder,
                    Socket = options.Socket ?? sound.Settings.Socket,
                };
                return await RunAsync(options.ConfigFolder, settings, cancellation);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async Task<int> RunAsync(string configFolder, DaemonSettings settings, CancellationToken cancellation)
    {
        await using var serilog = Logger(settings.LogLevel);
        using var loggers = new SerilogLoggerFactory(serilog);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var onTerminate = StopOn(PosixSignal.SIGTERM, stopping);
        using var onInterrupt = StopOn(PosixSignal.SIGINT, stopping);
        var log = loggers.CreateLogger("HostWall.Daemon");
        try
        {
            await ServeAsync(configFolder, settings, loggers, stopping.Token);
            return 0;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            log.Stopped();
            return 0;
        }
        catch (Exception failure) when (failure is StateFailedException or ControlSocketException)
        {
            log.CannotRun(failure.Message);
            return 4;
        }
    }

    private static async Task ServeAsync(string configFolder, DaemonSettings settings, ILoggerFactory loggers, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        using var held = StateLock.Take(settings.StateFolder);
        var versions = VersionStore.Open(settings.StateFolder, time);
        var programs = new ProgramRunner(time);
        var nflog = new NflogReader(settings.NflogGroup, time);
        var remembered = new RememberedBridges(settings.StateFolder);
        var sources = Sources.Create(settings, programs, remembered, time, loggers);
        var dataplane = new NftDataplane(new Nft(programs), settings.NflogGroup, KernelTimeZone.MinutesWest);
        var conntrack = new KernelConntrack();
        var reconciler = new Reconciler(
            dataplane,
            conntrack,
            versions,
            Journal.Open(settings.StateFolder),
            new DisabledMark(settings.StateFolder),
            remembered,
            sources,
            new ReconcilerSettings(configFolder, () => nflog.Lost, settings.ForeignBridges),
            time,
            loggers.CreateLogger<Reconciler>());
        var processes = new ContainerProcesses(settings.Docker, new DockerTimings(settings.Resync));
        var notifier = Notifier.FromEnvironment(loggers.CreateLogger<Notifier>());

        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var accounts = new Accounts();
        await using var server = await ControlServer.StartAsync(
            settings.Socket, new ControlApi(reconciler, conntrack, processes, versions, dataplane.RenderForRecord, time, stopping.Token), new AccessRules(accounts), accounts, loggers, cancellation);
        Task[] running =
        [
            reconciler.RunAsync(notifier.Ready, notifier.Alive, stopping.Token),
            new DecisionLog(nflog, reconciler, time, loggers.CreateLogger<DecisionLog>()).RunAsync(stopping.Token),
        ];

        // One part that ends takes the others with it: better no daemon than half of one. The rules stay.
        var first = await Task.WhenAny(running);
        notifier.Stopping();
        await stopping.CancelAsync();
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    private static PosixSignalRegistration StopOn(PosixSignal signal, CancellationTokenSource stopping)
        => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            stopping.Cancel();
        });

    /// <summary>Lines for people on a terminal, JSON for the journal and whatever collects it.</summary>
    private static Serilog.Core.Logger Logger(LogVerbosity verbosity)
    {
        var level = verbosity switch
        {
            LogVerbosity.Debug => LogEventLevel.Debug,
            LogVerbosity.Information => LogEventLevel.Information,
            LogVerbosity.Warning => LogEventLevel.Warning,
            LogVerbosity.Error => LogEventLevel.Error,
        };
        // The web server below the control socket tells of every request twice; what is worth a line of them, we log ourselves.
        var configuration = new LoggerConfiguration().MinimumLevel.Is(level).MinimumLevel.Override("Microsoft", level > LogEventLevel.Warning ? level : LogEventLevel.Warning);
        configuration = Console.IsErrorRedirected
            ? configuration.WriteTo.Console(new RenderedCompactJsonFormatter(), standardErrorFromLevel: LogEventLevel.Verbose)
            : configuration.WriteTo.Console(outputTemplate: LineTemplate, formatProvider: System.Globalization.CultureInfo.InvariantCulture, standardErrorFromLevel: LogEventLevel.Verbose);
        return configuration.CreateLogger();
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace HostWall.Control;

/// <summary>
/// HTTP and JSON on a Unix socket, for the command line and for <c>curl --unix-socket</c>. Everything that a caller can make it
/// hold is bounded: body, headers, time, connections of a user.
/// </summary>
internal sealed class ControlServer : IAsyncDisposable
{
    private const long LargestBody = 4 * 1024 * 1024;

    private readonly WebApplication _application;

    private ControlServer(WebApplication application) => _application = application;

    /// <summary>Listens, and returns when callers get in.</summary>
    /// <exception cref="ControlSocketException">Another daemon listens there, or the file cannot be made.</exception>
    public static async Task<ControlServer> StartAsync(
        string path, ControlApi api, AccessRules rules, Accounts accounts, ILoggerFactory loggers, CancellationToken cancellation)
    {
        var socket = ControlSocket.Bind(path, accounts.GroupNumber(AccessRules.Readers));
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddProvider(new ForwardedLog(loggers)); // a line or two per request otherwise
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseSockets(transport => transport.CreateBoundListenSocket = _ => socket);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            Bound(kestrel.Limits);
            kestrel.AddServerHeader = false;
            var doorkeeper = new Doorkeeper(rules, accounts);
            kestrel.ListenUnixSocket(path, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.Use((connection, next) => doorkeeper.LetInAsync(connection, next));
            });
        });

        var application = builder.Build();
        var logger = loggers.CreateLogger<ControlServer>();
        var dispatch = new Dispatch(api, logger);
        application.Run(dispatch.AnswerAsync);
        await application.StartAsync(cancellation);
        logger.Listens(path);
        return new ControlServer(application);
    }

    /// <summary>Lets no one in any more, waits for those inside for a moment, and removes the socket's file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    private static void Bound(KestrelServerLimits limits)
    {
        limits.MaxConcurrentConnections = 256;
        limits.MaxRequestBodySize = LargestBody;
        limits.MaxRequestBufferSize = 64 * 1024;
        limits.MaxRequestLineSize = 4 * 1024;
        limits.MaxRequestHeadersTotalSize = 8 * 1024;
        limits.MaxRequestHeaderCount = 32;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 4096, gracePeriod: TimeSpan.FromSeconds(2));
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 4096, gracePeriod: TimeSpan.FromSeconds(5));
    }
}

using System.Collections.Concurrent;
using HostWall.Daemon;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace HostWall.Control;

/// <summary>Looks at who connects before a byte is read, and keeps one user from taking all connections.</summary>
internal sealed class Doorkeeper(AccessRules rules, Accounts accounts)
{
    /// <summary>Of one user at a time; root is bounded by nobody's connections but its own.</summary>
    private const int MostConnections = 16;

    private readonly ConcurrentDictionary<uint, int> _connections = [];

    public async Task LetInAsync(ConnectionContext connection, Func<Task> next)
    {
        if (connection.Features.Get<IConnectionSocketFeature>() is not { } feature)
        {
            connection.Abort();
            return;
        }

        var peer = PeerCredentials.Of(feature.Socket);
        connection.Features.Set(new Visitor(new Caller(peer.Uid, accounts.UserName(peer.Uid), peer.Pid), rules.Of(peer)));
        try
        {
            if (_connections.AddOrUpdate(peer.Uid, 1, (_, count) => count + 1) <= MostConnections)
            {
                await next();
            }
        }
        finally
        {
            _connections.AddOrUpdate(peer.Uid, 0, (_, count) => count - 1);
        }
    }
}

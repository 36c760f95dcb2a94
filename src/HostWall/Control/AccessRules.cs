namespace HostWall.Control;

/// <summary>
/// Who may do what, by the caller's credentials alone. The socket's file belongs to group <c>hostwall</c>, so that an administrator
/// is to be in both groups: the first lets in, the second lets change.
/// </summary>
internal sealed class AccessRules(Accounts accounts)
{
    public const string Readers = "hostwall";
    public const string Administrators = "hostwall-admin";

    private const uint Root = 0;

    /// <summary>The user that the daemon runs as.</summary>
    private readonly uint _owner = Libc.EffectiveUser();

    /// <summary>Asked at every connection, so that a group made or changed while the daemon runs counts.</summary>
    public Access Of(PeerCredentials peer) => peer.Uid switch
    {
        Root => Access.All,
        _ when peer.Uid == _owner => Access.All,
        _ when IsIn(peer, Administrators) => Access.All,
        _ when IsIn(peer, Readers) => Access.Read,
        _ => Access.None,
    };

    private bool IsIn(PeerCredentials peer, string group) => accounts.GroupNumber(group) is { } number && peer.Groups.Contains(number);
}

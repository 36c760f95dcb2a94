using HostWall.Control;
using HostWall.Daemon;

namespace HostWall.Tests.Control;

public sealed class CredentialTests
{
    private const uint Anna = 4001;
    private const uint Readers = 54321;
    private const uint Administrators = 54322;
    private const string Groups = "hostwall:x:54321:\nhostwall-admin:x:54322:\n";
    private const string Status = "GET /v1/status HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    private const string Disable = "POST /v1/disable HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}";

    public static bool Root => OtherUser.CanBe;

    [Theory]
    [InlineData(0u, new uint[0], Access.All)]
    [InlineData(Anna, new uint[] { 4001 }, Access.None)]
    [InlineData(Anna, new uint[] { 4001, Readers }, Access.Read)]
    [InlineData(Anna, new uint[] { 4001, Administrators }, Access.All)]
    [InlineData(Anna, new uint[] { 0 }, Access.None)]
    internal void Root_and_administrators_may_change_and_readers_read(uint uid, uint[] groups, Access expected)
    {
        using var folder = new Versions.TemporaryFolder();
        var rules = new AccessRules(new Accounts(groupFile: folder.Write("group", Groups)));
        rules.Of(new PeerCredentials(uid, 1, [.. groups])).ShouldBe(expected);
    }

    [Fact]
    public async Task Without_the_groups_only_root_and_the_daemon_get_in()
    {
        await using var host = await ControlHost.StartAsync();
        var rules = new AccessRules(new Accounts(groupFile: host.Folder["group"]));
        rules.Of(new PeerCredentials(Anna, 1, [Readers, Administrators, 0])).ShouldBe(Access.None);
        File.GetUnixFileMode(host.Socket).ShouldBe((UnixFileMode)0b110_110_000);
    }

    [Fact(SkipUnless = nameof(Root), Skip = "only root can become another user")]
    public async Task A_stranger_does_not_even_get_to_the_socket()
    {
        await using var host = await StartForOthersAsync();
        Should.Throw<System.Net.Sockets.SocketException>(() => OtherUser.Run(Anna, [], () => host.Say(Status)))
            .SocketErrorCode.ShouldBe(System.Net.Sockets.SocketError.AccessDenied);
    }

    [Fact(SkipUnless = nameof(Root), Skip = "only root can become another user")]
    public async Task A_stranger_who_is_let_in_by_the_file_is_refused_by_the_daemon()
    {
        await using var host = await StartForOthersAsync();
        File.SetUnixFileMode(host.Socket, (UnixFileMode)0b110_110_110);
        OtherUser.Run(Anna, [], () => host.Say(Status)).ShouldStartWith("HTTP/1.1 403");
        OtherUser.Run(Anna, [], () => host.Say(Disable)).ShouldStartWith("HTTP/1.1 403");
        OtherUser.Run(Anna, [], () => host.Say("GET /nowhere HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")).ShouldStartWith("HTTP/1.1 403");
        host.Runtime.Requests.ShouldBeEmpty();
    }

    [Fact(SkipUnless = nameof(Root), Skip = "only root can become another user")]
    public async Task A_reader_reads_and_changes_nothing()
    {
        await using var host = await StartForOthersAsync();
        OtherUser.Run(Anna, [Readers], () => host.Say(Status)).ShouldStartWith("HTTP/1.1 200");
        var refused = OtherUser.Run(Anna, [Readers], () => host.Say(Disable));
        refused.ShouldStartWith("HTTP/1.1 403");
        refused.ShouldContain("anna may read only");
        host.Runtime.Requests.ShouldBeEmpty();
    }

    [Fact(SkipUnless = nameof(Root), Skip = "only root can become another user")]
    public async Task An_administrator_changes_and_is_recorded_by_name()
    {
        await using var host = await StartForOthersAsync();
        OtherUser.Run(Anna, [Readers, Administrators], () => host.Say(Disable)).ShouldStartWith("HTTP/1.1 200");
        var caller = host.Runtime.Requests.ShouldHaveSingleItem().Caller;
        caller.ShouldBe(new Caller(Anna, "anna", Environment.ProcessId));
    }

    /// <summary>The folder of a test is its owner's alone; /run/hostwall is everybody's to walk through.</summary>
    private static async Task<ControlHost> StartForOthersAsync()
    {
        var host = await ControlHost.StartAsync(groups: Groups);
        foreach (var folder in new[] { host.Folder.Path, System.IO.Path.GetDirectoryName(host.Socket)! })
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_001_001);
        }

        return host;
    }
}

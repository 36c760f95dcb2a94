using HostWall.Versions;

namespace HostWall.Tests.Versions;

public sealed class StateFilesTests : IDisposable
{
    private readonly TemporaryFolder _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public void A_second_daemon_is_kept_off_the_state_folder()
    {
        using (StateLock.Take(_state.Path))
        {
            var e = Should.Throw<StateFailedException>(() => StateLock.Take(_state.Path));
            e.Message.ShouldStartWith($"cannot lock {_state.Path}: another hostwall daemon uses it; stop that one");
        }

        StateLock.Take(_state.Path).Dispose();
    }

    [Fact]
    public void A_durable_file_replaces_the_one_before_and_leaves_nothing_else()
    {
        _state.Write(".disabled.json.staged", "left by a crash");

        DurableFile.Write(_state["disabled.json"], "one"u8.ToArray());
        DurableFile.Write(_state["disabled.json"], "two"u8.ToArray());

        File.ReadAllText(_state["disabled.json"]).ShouldBe("two");
        File.GetUnixFileMode(_state["disabled.json"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFileSystemEntries(_state.Path).Length.ShouldBe(1);
    }

    [Fact]
    public void A_state_folder_that_is_a_file_is_a_clear_failure()
    {
        var file = _state.Write("state", "");

        Should.Throw<StateFailedException>(() => VersionStore.Open(file, Given.Clock())).Message.ShouldStartWith($"cannot create {file}");
        Should.Throw<StateFailedException>(() => StateLock.Take(file));
        Should.Throw<StateFailedException>(() => Journal.Open(file));
        Should.Throw<StateFailedException>(() => DurableFile.Write(Path.Combine(file, "x"), default));
    }

    [Theory]
    [InlineData(28, "no space left on the file system; free some space and try again")]
    [InlineData(30, "the file system is read-only; mount it writable and try again")]
    [InlineData(122, "the disk quota is used up; free some space and try again")]
    public void What_the_disk_refuses_is_said_with_a_remedy(int errno, string message) =>
        new StateFailedException("/x", "write", new IOException("E", errno)).Message.ShouldBe($"cannot write /x: {message}");
}

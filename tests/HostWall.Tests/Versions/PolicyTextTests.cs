using HostWall.Versions;

namespace HostWall.Tests.Versions;

public sealed class PolicyTextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_gives_the_main_file_and_then_the_drop_ins_in_ordinal_order()
    {
        _folder.Write("policy.toml", "schema = 1\n");
        _folder.Write("policy.d/20-b.toml", "b");
        _folder.Write("policy.d/10-a.toml", "a");
        _folder.Write("policy.d/Z.toml", "z");
        _folder.Write("policy.d/README", "no policy");
        _folder.Write("policy.d/.10-a.toml.swp", "no policy");
        _folder.Write("policy.d/.hidden.toml", "no policy");

        PolicyText.Read(_folder.Path).Files.Select(f => f.Name)
            .ShouldBe(["policy.toml", "policy.d/10-a.toml", "policy.d/20-b.toml", "policy.d/Z.toml"]);
    }

    [Fact]
    public void A_single_file_is_the_main_file_whatever_its_name()
    {
        var file = _folder.Write("tighter.toml", "schema = 1\n");

        PolicyText.Read(file).ShouldBe(Given.Policy("schema = 1\n"));
    }

    [Fact]
    public void The_fingerprint_is_what_sha256sum_prints()
    {
        // printf 'a' > policy.toml; printf 'b' > policy.d/10-more.toml; sha256sum policy.toml policy.d/*.toml | sha256sum
        Given.Policy("a", "b").Sha256.ShouldBe("b976a7c2d4ee12ae9987e2049b8b23d5795ac1728c7d7b748a74ddc890842e04");
    }

    [Fact]
    public void The_fingerprint_tells_where_one_file_ends_and_the_next_begins() =>
        Given.Policy("ab", "c").ShouldNotBe(Given.Policy("a", "bc"));

    [Fact]
    public void A_missing_policy_is_named()
    {
        var e = Should.Throw<PolicyUnreadableException>(() => PolicyText.Read(_folder["nowhere.toml"]));
        e.Message.ShouldBe($"{_folder["nowhere.toml"]}: does not exist; create it, or name another policy");

        Should.Throw<PolicyUnreadableException>(() => PolicyText.Read(_folder.Path)).Path.ShouldBe(_folder["policy.toml"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t\n")]
    public void An_empty_policy_is_refused(string text) => Refused(_folder.Write("policy.toml", text)).ShouldBe("is empty");

    [Fact]
    public void A_binary_policy_is_refused() =>
        Refused(_folder.Write("policy.toml", [0x7f, 0x45, 0x4c, 0x46, 0x00])).ShouldBe("is binary (a NUL at byte 5)");

    [Fact]
    public void A_policy_that_is_not_UTF_8_is_refused_with_the_line() =>
        Refused(_folder.Write("policy.toml", [.. "schema = 1\n# caf"u8, 0xe9, .. "\n"u8])).ShouldBe("is not UTF-8 (line 2)");

    [Fact]
    public void A_byte_order_mark_is_refused() =>
        Refused(_folder.Write("policy.toml", [0xef, 0xbb, 0xbf, .. "schema = 1\n"u8])).ShouldBe("begins with a byte order mark");

    [Theory]
    [InlineData(10 * 1024 * 1024)]
    [InlineData((1024 * 1024) + 1)]
    public void A_policy_that_is_too_large_is_refused(int size) =>
        Refused(_folder.Write("policy.toml", new string('#', size))).ShouldBe("is larger than 1024 KiB");

    [Fact]
    public void A_policy_without_end_is_refused_and_not_read_for_ever() =>
        Refused("/dev/zero").ShouldBe("is larger than 1024 KiB");

    [Fact]
    public void A_policy_of_the_largest_size_is_read()
    {
        var text = "schema = 1 #" + new string('#', PolicyFile.MaxBytes - 12);

        PolicyText.Read(_folder.Write("policy.toml", text)).Files[0].Text.ShouldBe(text);
    }

    [Fact]
    public void A_drop_in_that_is_a_folder_or_a_drop_in_folder_that_is_a_file_is_not_passed_over()
    {
        _folder.Write("policy.toml", "schema = 1\n");
        _folder.Write("policy.d/10-x.toml/inner", "");
        Refused(_folder.Path).ShouldBe("is a folder");

        Directory.Delete(_folder["policy.d"], recursive: true);
        _folder.Write("policy.d", "");
        Refused(_folder.Path).ShouldBe("is not a folder");
    }

    [Theory]
    [InlineData("policy.d/../../../etc/cron.d/x.toml")]
    [InlineData("policy.d/.toml")]
    [InlineData("policy.d/.hidden.toml")]
    [InlineData("policy.d/a\nb.toml")]
    [InlineData("policy.d/a\\b.toml")]
    [InlineData("/etc/passwd")]
    [InlineData("other.toml")]
    [InlineData("policy.d/x.txt")]
    public void A_name_from_the_socket_that_could_leave_the_folder_is_refused(string name) =>
        Should.Throw<PolicyUnreadableException>(() => PolicyText.Create([new("policy.toml", "schema = 1"), new(name, "x")]))
            .Reason.ShouldBe("is no name of a policy file");

    [Fact]
    public void A_name_given_twice_and_a_missing_main_file_are_refused()
    {
        Should.Throw<PolicyUnreadableException>(() => PolicyText.Create([new("policy.toml", "a"), new("policy.toml", "b")]))
            .Reason.ShouldBe("is given twice");
        Should.Throw<PolicyUnreadableException>(() => PolicyText.Create([new("policy.d/10-x.toml", "a")]))
            .Reason.ShouldBe("is missing");
    }

    [Fact]
    public void Half_a_surrogate_pair_from_the_socket_is_refused() =>
        Should.Throw<PolicyUnreadableException>(() => PolicyText.Create([new("policy.toml", "# \ud83d")]))
            .Reason.ShouldStartWith("is not Unicode text");

    [Fact]
    public void Text_and_bytes_are_the_same_thing()
    {
        byte[] bytes = [.. "# ü €\r\nschema = 1"u8];

        PolicyText.Read(_folder.Write("policy.toml", bytes)).Files[0].ToBytes().ShouldBe(bytes);
    }

    private static string Refused(string path) => Should.Throw<PolicyUnreadableException>(() => PolicyText.Read(path)).Reason;
}

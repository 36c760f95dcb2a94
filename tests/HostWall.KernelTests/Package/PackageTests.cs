using System.Security.Cryptography;
using HostWall.KernelTests.Harness;

namespace HostWall.KernelTests.Package;

public sealed class PackageTests(BuiltPackage package) : IClassFixture<BuiltPackage>
{
    [Fact]
    public async Task It_holds_the_program_the_unit_and_the_policy()
    {
        var contents = await Tool.RunAsync("dpkg-deb", ["--contents", await package.PathAsync()]);

        foreach (var file in new[] { "./usr/bin/hostwall", "./usr/lib/systemd/system/hostwall.service", "./etc/hostwall/policy.toml", "./usr/share/man/man8/hostwall.8.gz" })
            contents.ShouldContain(" " + file);
        contents.Split('\n').ShouldAllBe(line => line.Contains(" root/root ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_an_operator_edits_is_a_conffile() =>
        (await Tool.RunAsync("dpkg-deb", ["--info", await package.PathAsync(), "conffiles"]))
            .Split('\n').ShouldBe(["/etc/hostwall/hostwall.toml", "/etc/hostwall/policy.toml"]);

    [Fact]
    public async Task Built_twice_it_has_the_same_bytes()
    {
        var first = SHA256.HashData(await File.ReadAllBytesAsync(await package.PathAsync()));

        SHA256.HashData(await File.ReadAllBytesAsync(await BuiltPackage.BuildAsync())).ShouldBe(first);
    }

    [Fact]
    public async Task Removing_it_deletes_its_tables_and_nobody_elses_and_an_upgrade_deletes_none()
    {
        var folder = Directory.CreateTempSubdirectory("hostwall-");
        await Tool.RunAsync("dpkg-deb", ["--control", await package.PathAsync(), folder.FullName]);
        await using var host = await NetworkNamespace.CreateAsync();
        await host.NftAsync("add table inet hostwall; add table bridge hostwall; add table inet other; add table ip hostwall");

        await PrermAsync(host, folder, "upgrade", "0.2.0");
        (await host.RunAsync("nft", ["list", "tables"])).Split('\n').Length.ShouldBe(4);

        await PrermAsync(host, folder, "remove");
        (await host.RunAsync("nft", ["list", "tables"])).Split('\n').ShouldBe(["table inet other", "table ip hostwall"], ignoreOrder: true);

        await PrermAsync(host, folder, "remove");
        folder.Delete(recursive: true);
    }

    /// <summary>With an empty /run, so that the script does not find this machine's systemd.</summary>
    private static Task<string> PrermAsync(NetworkNamespace host, DirectoryInfo folder, params string[] arguments) => host.RunAsync(
        "unshare",
        ["--mount", "sh", "-ec", "mount -t tmpfs none /run; exec \"$@\"", "sh", Path.Combine(folder.FullName, "prerm"), .. arguments]);
}

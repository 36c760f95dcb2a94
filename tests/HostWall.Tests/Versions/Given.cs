using HostWall.Versions;
using Microsoft.Extensions.Time.Testing;

namespace HostWall.Tests.Versions;

internal static class Given
{
    public static readonly DateTimeOffset Now = new(2026, 1, 31, 23, 59, 58, 123, TimeSpan.Zero);

    public static readonly Who Root = new(0, "root");

    public static FakeTimeProvider Clock() => new(Now);

    public static PolicyText Policy(string text, string? dropIn = null) => PolicyText.Create(dropIn is null
        ? [new("policy.toml", text)]
        : [new("policy.toml", text), new("policy.d/10-more.toml", dropIn)]);

    public static RulesText Rules(string text) => new("nftables", "rules.nft", text);

    public static Decision Apply(string why) => new(Root, why, new VersionCause.Apply());

    public static VersionRecord Store(VersionStore store, string policy) =>
        store.Commit(store.Stage(Policy(policy), Rules($"# {policy}"), Apply(policy)));

    /// <summary>A state folder in which versions 1 to <paramref name="count"/> were committed.</summary>
    public static VersionStore Versions(string stateFolder, int count)
    {
        var store = VersionStore.Open(stateFolder, Clock());
        foreach (var number in Enumerable.Range(1, count))
        {
            Store(store, $"schema = {number}");
        }

        return store;
    }
}

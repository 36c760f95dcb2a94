using HostWall.Core.Compile;
using HostWall.Core.Desired;
using HostWall.Core.Evaluate;
using HostWall.Core.Inventory;
using HostWall.Core.Policy;
using HostWall.Core.Text;

namespace HostWall.Tests.Policy;

public sealed class PoliciesTest
{
    public static TheoryData<string> Names() => [.. Directory.GetFiles(Repository.Path("policies"), "*.toml").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_policy_of_ours_reads_without_a_fault_and_compiles(string name)
    {
        var ruleSet = RuleSetCompiler.Compile(Binder.Bind(Read(name), Snapshot.Empty));

        ruleSet.Layout.Chains.ShouldNotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_policy_of_ours_has_invariants_and_tests_and_passes_these(string name)
    {
        var document = Read(name);
        document.Invariants.ShouldNotBeEmpty();
        var results = PolicyTester.Run(document, DateTimeOffset.UnixEpoch);

        results.Count.ShouldBe(document.Tests.Count);
        results.ShouldNotBeEmpty();
        results.Where(result => !result.Passed).Select(result => result.Test.Name).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_policy_of_ours_says_nothing_in_vain_and_keeps_its_invariants(string name)
    {
        var examined = Examination.Of([new SourceFile(name, File.ReadAllText(Repository.Path("policies", name)))], DateTimeOffset.UnixEpoch, inventory: null);

        examined.Diagnostics.Select(DiagnosticText.Headline).ShouldBeEmpty();
        examined.Invariants.Where(result => !result.Holds).Select(result => result.Broken?.Text).ShouldBeEmpty();
    }

    [Fact]
    public void The_reference_names_every_policy()
    {
        var reference = File.ReadAllText(Repository.Path("policies", "README.md"));

        Names().ShouldAllBe(row => reference.Contains($"[{row.Data}]({row.Data})", StringComparison.Ordinal));
    }

    private static PolicyDocument Read(string name)
    {
        var reading = PolicyReader.Read([new SourceFile(name, File.ReadAllText(Repository.Path("policies", name)))]);

        reading.Diagnostics.ShouldBeEmpty();
        return reading.Document.ShouldNotBeNull();
    }
}

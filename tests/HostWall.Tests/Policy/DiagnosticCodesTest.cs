using System.Reflection;
using HostWall.Core.Text;

namespace HostWall.Tests.Policy;

public sealed class DiagnosticCodesTest
{
    [Fact]
    public void The_list_of_codes_leaves_none_out()
        => typeof(DiagnosticCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null))
            .ShouldBe(DiagnosticCodes.All, ignoreOrder: true);

    [Fact]
    public void Every_code_stands_in_the_documentation_as_it_is()
    {
        var documented = File.ReadLines(Repository.Path("policies", "README.md")).ToHashSet(StringComparer.Ordinal);
        foreach (var code in DiagnosticCodes.All)
        {
            documented.ShouldContain($"| `{code.Name}` | {(code.Severity == Severity.Error ? "error" : "warning")} | {code.Meaning} |");
        }
    }

    [Fact]
    public void Every_code_is_brought_about_by_some_policy()
    {
        // Two codes need a file of their own: FaultsTest has them. The others are about the policy as a whole or the host: PolicyWarningsTests has them.
        string[] elsewhere =
        [
            DiagnosticCodes.MisplacedSettings.Name, DiagnosticCodes.UnsupportedSchema.Name, DiagnosticCodes.TooManyClasses.Name, DiagnosticCodes.ExpiredRule.Name, DiagnosticCodes.ShadowedRule.Name,
            DiagnosticCodes.UnmatchedRule.Name, DiagnosticCodes.VainTest.Name, DiagnosticCodes.EmptyTier.Name, DiagnosticCodes.UnmatchedPeer.Name, DiagnosticCodes.UnmatchedInterface.Name,
        ];
        Fault.All.Select(fault => fault.Code).Concat(elsewhere).Distinct().ShouldBe(DiagnosticCodes.All.Select(code => code.Name), ignoreOrder: true);
    }
}

using HostWall.Core.Policy.Reading;
using HostWall.Core.Policy.Toml;
using HostWall.Core.Text;

namespace HostWall.Core.Policy;

/// <summary>Reads a policy and finds all its faults in one go; no text makes it throw.</summary>
public static class PolicyReader
{
    /// <param name="files">At least one: policy.toml, then the files of policy.d in name order.</param>
    public static PolicyReading Read(EquatableArray<SourceFile> files)
    {
        ArgumentOutOfRangeException.ThrowIfZero(files.Count, nameof(files));

        var findings = new Findings();
        var tables = files.Select(file => TomlParser.Parse(file, findings)).OfType<TomlNode.Table>().ToList();
        // A file that is not TOML hides names; what the others refer to would look unknown.
        var document = tables.Count == files.Count ? Read(tables, findings) : null;
        return new PolicyReading(findings.HasErrors ? null : document, findings.InOrder(files));
    }

    private static PolicyDocument Read(List<TomlNode.Table> tables, Findings findings)
        => new DocumentReader(findings).Read([.. tables.Select((table, index) => PolicyRoot.Read(table, first: index == 0, findings))]);
}

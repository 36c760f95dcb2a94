using HostWall.Core.Policy;
using HostWall.Core.Text;

namespace HostWall.Tests.Policy;

/// <summary>Reads policies given as text.</summary>
internal static class Reading
{
    /// <summary>The files are policy.toml, then policy.d/1.toml and so on.</summary>
    public static PolicyReading Of(params string[] texts)
        => PolicyReader.Read([.. texts.Select((text, i) => new SourceFile(i == 0 ? "policy.toml" : $"policy.d/{i}.toml", text))]);

    /// <summary>A policy that is right but for the lines given: with the tiers web and db and the group office.</summary>
    public static PolicyReading OfLines(string lines) => Of(Base + lines);

    /// <summary>Of a policy that must be without fault.</summary>
    public static PolicyDocument Document(string lines)
    {
        var reading = OfLines(lines);
        reading.Diagnostics.ShouldBeEmpty();
        return reading.Document.ShouldNotBeNull();
    }

    /// <summary>The headlines of what is found, without the path.</summary>
    public static string[] Faults(this PolicyReading reading)
        => [.. reading.Diagnostics.Select(fault => DiagnosticText.Headline(fault)["policy.toml:".Length..])];

    private const string Base = """
        schema = 1
        [tiers.web]
        [tiers.db]
        [groups.office]
        cidrs = ["203.0.113.0/24"]

        """;
}

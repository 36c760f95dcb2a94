using HostWall.Core.Desired;
using HostWall.Core.Inventory;
using HostWall.Core.Policy;
using HostWall.Core.Text;

namespace HostWall.Scenarios.Grid;

/// <summary>One policy over one state of the world; the grid must come out as it says.</summary>
/// <param name="Name">Unique, and reads like a sentence.</param>
/// <param name="Policy">TOML.</param>
/// <param name="Before">What was in force just before, where the case is about a change: no trace of it may be left.</param>
public sealed record GridCase(string Name, string Policy, Snapshot World, GridCase? Before = null)
{
    public DesiredState Desired
    {
        get
        {
            var reading = PolicyReader.Read([new SourceFile("policy.toml", Policy)]);
            return Binder.Bind(reading.Document ?? throw new FormatException($"{Name}: {string.Join('\n', reading.Diagnostics)}\n{Policy}"), World);
        }
    }

    public override string ToString() => Name;
}

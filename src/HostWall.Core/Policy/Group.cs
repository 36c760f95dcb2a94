using HostWall.Core.Addressing;
using HostWall.Core.Text;

namespace HostWall.Core.Policy;

/// <summary>Addresses outside, named. A group never matches a container of this host or the host itself, even where its networks cover their addresses.</summary>
/// <param name="Addresses">The group's networks less its exceptions, sorted and disjoint; both families whole where only interfaces are given.</param>
/// <param name="Interfaces">Names of the host's links by which its traffic arrives or leaves, sorted; empty for any.</param>
/// <param name="Span">The name's place.</param>
public sealed record Group(string Name, string? Description, EquatableArray<Cidr> Addresses, EquatableArray<string> Interfaces, Origin Origin, TextSpan Span)
{
    /// <summary>Whether the addresses leave nobody out.</summary>
    public bool IsEveryAddress => Addresses is [{ PrefixLength: 0 }, { PrefixLength: 0 }];
}

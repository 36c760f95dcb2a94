using HostWall.Core.Addressing;
using HostWall.Core.Text;

namespace HostWall.Core.Policy;

/// <summary>Addresses outside, named. A group never matches a container of this host or the host itself, even where its networks cover their addresses.</summary>
/// <param name="Addresses">The group's networks less its exceptions, sorted and disjoint.</param>
public sealed record Group(string Name, string? Description, EquatableArray<Cidr> Addresses, Origin Origin);

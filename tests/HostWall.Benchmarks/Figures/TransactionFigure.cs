using System.Globalization;
using System.Text;
using HostWall.Core.Render;
using HostWall.Kernel;

namespace HostWall.Benchmarks.Figures;

/// <summary>The size of one container's transaction, beside that of the whole, as containers become more.</summary>
internal static class TransactionFigure
{
    public static void Print()
    {
        Console.WriteLine("| containers | one more: elements | bytes | whole generation: elements | bytes |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        foreach (var containers in (int[])[10, 100, 1000])
        {
            var arrival = ContainerArrival.At(containers);
            var change = NftDataplane.Difference(arrival.Before, arrival.After);
            var script = NftablesRenderer.RenderChange(generation: 1, change.Removed, change.Added);
            var whole = NftablesRenderer.Render(arrival.Before, generation: 1, new NftOptions(NflogGroup: 5, BridgeNames: true));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {containers} | {change.Added.Count} | {Encoding.UTF8.GetByteCount(script)} | {arrival.Before.Elements.Count} | {Encoding.UTF8.GetByteCount(whole.Prepare + whole.Switch)} |"));
        }
    }
}

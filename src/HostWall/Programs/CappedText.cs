using System.Text;

namespace HostWall.Programs;

/// <summary>Reads a stream to its end and keeps no more than the first characters: a tool gone wild fills neither memory nor its pipe.</summary>
internal sealed class CappedText(int limit)
{
    private readonly StringBuilder _kept = new();

    public async Task ReadAsync(Stream stream, CancellationToken cancellation)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer, cancellation) is var read and > 0)
        {
            _kept.Append(buffer, 0, Math.Min(read, limit - _kept.Length));
        }
    }

    public override string ToString() => _kept.ToString();
}

using System.Text;
using System.Threading.Channels;

namespace HostWall.Programs;

/// <summary>Cuts a stream into lines of bounded length as they come; what is longer loses its end.</summary>
internal static class LineCutter
{
    private const int LongestLine = 64 * 1024;

    public static async Task CutAsync(Stream stream, ChannelWriter<string> lines, CancellationToken cancellation)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        var buffer = new char[4096];
        var line = new StringBuilder();
        while (await reader.ReadAsync(buffer, cancellation) is var read and > 0)
        {
            for (var i = 0; i < read; i++)
            {
                if (buffer[i] == '\n')
                {
                    await lines.WriteAsync(line.ToString(), cancellation);
                    line.Clear();
                }
                else if (line.Length < LongestLine)
                {
                    line.Append(buffer[i]);
                }
            }
        }
    }
}

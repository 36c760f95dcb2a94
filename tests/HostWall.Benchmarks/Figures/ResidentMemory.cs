using System.Globalization;

namespace HostWall.Benchmarks.Figures;

/// <summary>The resident memory of the daemon that works in a folder: what is its own, and what is pages of its program's file.</summary>
internal static class ResidentMemory
{
    public static string Of(string program, string folder)
    {
        var status = File.ReadAllLines(Path.Combine(Find(program, folder), "status"));
        return $"{Megabytes(status, "VmRSS:")} MB: {Megabytes(status, "RssAnon:")} own, {Megabytes(status, "RssFile:")} of its file; at most {Megabytes(status, "VmHWM:")}";
    }

    /// <summary>The oldest: for a moment, a child that is about to become nft looks the same.</summary>
    private static string Find(string program, string folder)
        => Directory.EnumerateDirectories("/proc")
            .Where(process => Path.GetFileName(process).All(char.IsAsciiDigit) && new FileInfo(Path.Combine(process, "exe")).LinkTarget == program)
            .Where(process => File.ReadAllText(Path.Combine(process, "cmdline")) is var line && line.Contains("daemon\0", StringComparison.Ordinal) && line.Contains(folder, StringComparison.Ordinal))
            .MinBy(process => int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture))
            ?? throw new InvalidOperationException($"no daemon works in {folder}");

    private static string Megabytes(string[] status, string key)
    {
        var line = status.Single(line => line.StartsWith(key, StringComparison.Ordinal));
        var kilobytes = line[key.Length..].Replace("kB", "", StringComparison.Ordinal);
        return (double.Parse(kilobytes, CultureInfo.InvariantCulture) / 1024).ToString("f1", CultureInfo.InvariantCulture);
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using HostWall.Core;

namespace HostWall.Versions;

/// <summary>
/// The committed versions as a disk holds them: their records, where the chain ends, and every link of it that does not
/// hold. Walked from the newest down, because each record vouches for the one before it.
/// </summary>
/// <param name="Records">The readable ones, by the number of their folder.</param>
internal sealed record VersionChain(
    ImmutableSortedDictionary<int, VersionRecord> Records,
    EquatableArray<VersionFinding> Findings,
    LatestMark End)
{
    /// <exception cref="StateFailedException">The folder itself cannot be listed; what is in it never throws.</exception>
    public static VersionChain Read(string versionsFolder)
    {
        // The mark before the folders: a commit in between moves the folders ahead of the mark, which is the harmless order.
        var mark = LatestMark.Read(versionsFolder);
        var metas = Numbers(versionsFolder).ToDictionary(n => n, n => Meta.Read(versionsFolder, n));
        var highest = Math.Max(mark?.Number ?? 0, metas.Keys.DefaultIfEmpty(0).Max());
        if (highest == 0)
        {
            return new VersionChain(ImmutableSortedDictionary<int, VersionRecord>.Empty, [], LatestMark.Nothing);
        }

        var findings = new List<VersionFinding>();
        string? voucher = null;
        for (var number = highest; number > 0; number--)
        {
            voucher = mark?.Number == number ? mark.MetaSha256 : voucher;
            var meta = metas.GetValueOrDefault(number);
            findings.AddRange(Check(number, meta, voucher));
            voucher = meta?.Record?.Previous;
        }

        // One record past the mark is what a crash within a commit leaves; more is not.
        if (highest > (mark?.Number ?? 0) + 1)
        {
            findings.Add(new(highest, FindingKind.Unconfirmed, $"{LatestMark.FileName} is missing or old, nothing vouches for the newest record"));
        }

        // The end that was vouched for counts, not what stands there now: or the next record would bless an alteration.
        var end = mark?.Number == highest ? mark : new LatestMark(highest, metas[highest].Sha256);
        return new VersionChain(
            metas.Where(m => m.Value.Record is not null).ToImmutableSortedDictionary(m => m.Key, m => m.Value.Record!),
            [.. findings.OrderBy(f => f.Number)],
            end);
    }

    /// <summary>The version of this number: its record and content are as they were stored, or what is not.</summary>
    public VersionLookup Look(string versionsFolder, int number)
    {
        EquatableArray<VersionFinding> findings = [.. Findings.Where(f => f.Number == number && f.Kind != FindingKind.Unconfirmed)];
        if (!findings.IsEmpty)
        {
            return new VersionLookup.Damaged(number, findings);
        }

        if (!Records.TryGetValue(number, out var record))
        {
            return new VersionLookup.Absent(number);
        }

        var (version, altered) = VersionContent.Read(FolderOf(versionsFolder, number), record);
        return version is null ? new VersionLookup.Damaged(number, altered) : new VersionLookup.Sound(version);
    }

    public static string FolderOf(string versionsFolder, int number) =>
        Path.Combine(versionsFolder, number.ToString(CultureInfo.InvariantCulture));

    private static IEnumerable<int> Numbers(string versionsFolder) =>
        StateFailedException.Guard(versionsFolder, "list", () => Directory.GetDirectories(versionsFolder))
            .Select(path => Path.GetFileName(path))
            .Where(name => name.All(char.IsAsciiDigit) && !name.StartsWith('0'))
            .Select(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(number => number > 0);

    private static IEnumerable<VersionFinding> Check(int number, Meta? meta, string? voucher)
    {
        if (meta is null)
        {
            yield return new(number, FindingKind.Missing, "was committed, and its folder is gone");
            yield break;
        }

        if (meta.Record is null)
        {
            yield return new(number, FindingKind.RecordUnreadable, meta.Trouble);
        }
        else if (meta.Record.Number != number)
        {
            yield return new(number, FindingKind.Reordered, $"holds the record of version {meta.Record.Number}");
        }

        if (voucher is not null && meta.Sha256 is not null && voucher != meta.Sha256)
        {
            yield return new(number, FindingKind.RecordAltered, "meta.json has not the hash that was noted when it was stored");
        }
    }

    /// <summary>One meta.json: its hash if it has bytes, its record if they make sense, or else what is the matter.</summary>
    private sealed record Meta(string? Sha256, VersionRecord? Record, string Trouble)
    {
        public static Meta Read(string versionsFolder, int number)
        {
            byte[] bytes;
            try
            {
                bytes = File.ReadAllBytes(Path.Combine(FolderOf(versionsFolder, number), VersionContent.MetaFile));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return new(null, null, $"meta.json cannot be read ({e.Message})");
            }

            var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
            try
            {
                return JsonSerializer.Deserialize(bytes, StateJson.Pretty.VersionRecord) switch
                {
                    null => new(sha256, null, "meta.json is empty"),
                    { Schema: > VersionRecord.CurrentSchema } newer =>
                        new(sha256, null, $"meta.json has schema {newer.Schema}, which a newer hostwall wrote"),
                    var record => new(sha256, record, ""),
                };
            }
            catch (JsonException e)
            {
                return new(sha256, null, $"meta.json is not a version's record ({e.Message})");
            }
        }
    }
}

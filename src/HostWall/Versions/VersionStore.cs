using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using HostWall.Core;

namespace HostWall.Versions;

/// <summary>
/// Every version that was ever in force, append-only, in <c>versions/N/</c> of the state folder. A version is first staged
/// whole beside the others and comes into force by one rename, so that a crash at any moment leaves the old or the new
/// one in force, never a part. The caller puts the rules into the kernel between <see cref="Stage"/> and <see cref="Commit"/>.
/// One writer, under the <see cref="StateLock"/>; reading is safe from any thread.
/// </summary>
/// <remarks>
/// <code>
/// Stage    .N.staged/{policy/, rules.nft, meta.json} and .latest.staged, each file and folder fsynced
///          (caller: kernel transaction, read back)
/// Commit   rename .N.staged → N, fsync versions/       the commit point
///          rename .latest.staged → latest.json         may lag: the chain tolerates one record past it
/// </code>
/// Commit allocates nothing: a disk that is full refuses in Stage, before the kernel is touched.
/// </remarks>
public sealed class VersionStore
{
    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly IDurableFiles _files;
    private StagedVersion? _staged;
    private LatestMark _end;
    private bool _uncertain;
    private volatile IReadOnlyList<VersionRecord> _records;

    private VersionStore(string folder, TimeProvider time, IDurableFiles files)
    {
        _folder = folder;
        _time = time;
        _files = files;

        var chain = VersionChain.Read(folder);
        _records = [.. chain.Records.Values];
        _end = chain.End;
        Findings = [.. chain.Findings, .. Tidy(), .. CatchUp(chain)];
    }

    /// <summary>What was wrong with the records when the store was opened; <see cref="Verify"/> looks into the content too.</summary>
    public EquatableArray<VersionFinding> Findings { get; }

    /// <summary>The readable records, oldest first.</summary>
    public IReadOnlyList<VersionRecord> Records => _records;

    /// <summary>Opens or makes the store; what a crash left half-done is removed.</summary>
    /// <exception cref="StateFailedException">The folder can neither be read nor made.</exception>
    public static VersionStore Open(string stateFolder, TimeProvider time) => Open(stateFolder, time, new DurableFiles());

    internal static VersionStore Open(string stateFolder, TimeProvider time, IDurableFiles files)
    {
        var folder = Path.Combine(stateFolder, "versions");
        if (!Directory.Exists(folder)) // a read-only disk must still give the version in force
        {
            files.CreateFolder(stateFolder);
            files.CreateFolder(folder);
            files.SyncFolder(stateFolder);
        }

        return new VersionStore(folder, time, files);
    }

    /// <summary>Puts a version on the disk, whole and durable, but not in force. An earlier one that is still staged is dropped.</summary>
    /// <exception cref="StateFailedException">Nothing is staged.</exception>
    public StagedVersion Stage(PolicyText policy, RulesText rules, Decision decision)
    {
        if (_uncertain)
        {
            throw new StateFailedException(_folder, "store a version in", "an earlier failure left open which version is in force", "check the disk and restart hostwall");
        }

        if (!VersionContent.IsRulesFile(rules.File))
        {
            throw new ArgumentException($"'{rules.File}' is no name of a rule file", nameof(rules));
        }

        var rulesBytes = Encoding.UTF8.GetBytes(rules.Text);
        var number = _end.Number + 1;
        var record = new VersionRecord(
            VersionRecord.CurrentSchema,
            number,
            ToMilliseconds(_time.GetUtcNow()),
            decision.Who,
            decision.Why,
            decision.From,
            policy.Sha256,
            new RulesRecord(rules.Backend, rules.File, VersionContent.Hash(rulesBytes)),
            _end.MetaSha256);
        var meta = JsonSerializer.SerializeToUtf8Bytes(record, StateJson.Pretty.VersionRecord);
        var mark = new LatestMark(number, VersionContent.Hash(meta));

        _staged = null;
        RemoveLeftovers();
        try
        {
            VersionContent.Write(_files, StagedFolder(number), policy, meta, rules.File, rulesBytes);
            _files.CreateFile(StagedMark, mark.ToBytes());
            _files.SyncFolder(_folder); // a disk that cannot do it says so before the kernel is touched
        }
        catch (StateFailedException)
        {
            Tidy(); // gives a full disk its space back
            throw;
        }

        return _staged = new StagedVersion(record, mark);
    }

    /// <summary>Brings a staged version into force. When it returns, the version survives any crash.</summary>
    /// <exception cref="StateFailedException">The version before stays in force; the staged one is to be discarded.</exception>
    public VersionRecord Commit(StagedVersion staged)
    {
        if (!ReferenceEquals(staged, _staged))
        {
            throw new InvalidOperationException($"version {staged.Record.Number} is not staged any more");
        }

        BringIntoForce(staged);
        _end = staged.Mark;
        _records = [.. _records, staged.Record];
        _staged = null;
        Confirm();
        return staged.Record;
    }

    /// <summary>Drops a staged version; its number is free again, since nobody was told of it.</summary>
    public void Discard(StagedVersion staged)
    {
        if (ReferenceEquals(staged, _staged))
        {
            _staged = null;
            Tidy();
        }
    }

    /// <summary>One version with its content, held against its record.</summary>
    /// <exception cref="StateFailedException">The folder cannot be listed.</exception>
    public VersionLookup Find(int number) => VersionChain.Read(_folder).Look(_folder, number);

    /// <summary>The version in force as the disk has it: what a daemon loads when it starts.</summary>
    /// <exception cref="StateFailedException">The folder cannot be listed.</exception>
    public InForce ReadInForce()
    {
        var chain = VersionChain.Read(_folder);
        return chain.End.Number == 0
            ? new InForce.None()
            : chain.Look(_folder, chain.End.Number) switch
            {
                VersionLookup.Sound sound => new InForce.Sound(sound.Version),
                VersionLookup.Damaged damaged => new InForce.Damaged(damaged.Number, damaged.Findings, LastUsable(chain)),
                _ => throw new UnreachableException("the highest version is there, or is found missing"),
            };
    }

    /// <summary>Reads every version again and lists all that is missing, altered or out of order, oldest first.</summary>
    /// <exception cref="StateFailedException">The folder cannot be listed.</exception>
    public EquatableArray<VersionFinding> Verify()
    {
        var chain = VersionChain.Read(_folder);
        var content = chain.Records.SelectMany(r => VersionContent.Read(VersionChain.FolderOf(_folder, r.Key), r.Value).Findings);
        return [.. chain.Findings.Concat(content).OrderBy(f => f.Number)];
    }

    /// <summary>What each of <see cref="Records"/> changed in the policy, in their order.</summary>
    public IReadOnlyList<PolicyChange> PolicyChanges()
        => PolicyChange.Of(Records, record => VersionContent.ReadPolicy(VersionChain.FolderOf(_folder, record.Number), record).Policy);

    private string StagedMark => Path.Combine(_folder, $".{LatestMark.FileName}.staged");

    private StoredVersion? LastUsable(VersionChain chain) =>
        chain.Records.Keys.Reverse()
            .Select(number => chain.Look(_folder, number))
            .OfType<VersionLookup.Sound>()
            .FirstOrDefault()?.Version;

    private void BringIntoForce(StagedVersion staged)
    {
        var from = StagedFolder(staged.Record.Number);
        var to = VersionChain.FolderOf(_folder, staged.Record.Number);
        _files.Rename(from, to);
        try
        {
            _files.SyncFolder(_folder);
        }
        catch (StateFailedException)
        {
            // It has its name, but perhaps not after a crash: taken back, and if that fails too, only a restart can tell.
            _uncertain = true;
            _files.Rename(to, from);
            _files.SyncFolder(_folder);
            _uncertain = false;
            throw;
        }
    }

    /// <summary>Moves the mark on. A failure costs no version: the chain tolerates a mark that lags, and Verify tells of it.</summary>
    private EquatableArray<VersionFinding> Confirm() =>
        Report(() => _files.Rename(StagedMark, Path.Combine(_folder, LatestMark.FileName)));

    /// <summary>After a crash between the two renames of a commit: the mark follows a newest version that is sound.</summary>
    private EquatableArray<VersionFinding> CatchUp(VersionChain chain) =>
        chain.End.Number > 0 && chain.Findings.All(f => f.Number != chain.End.Number) && chain.End != LatestMark.Read(_folder)
            ? [.. Report(() => _files.CreateFile(StagedMark, chain.End.ToBytes())), .. Confirm()]
            : [];

    private EquatableArray<VersionFinding> Tidy() => Report(RemoveLeftovers);

    /// <summary>Removes what was staged and never committed.</summary>
    private void RemoveLeftovers()
    {
        foreach (var leftover in StateFailedException.Guard(_folder, "list", () => Directory.GetFileSystemEntries(_folder, ".*")))
        {
            _files.Delete(leftover);
        }
    }

    /// <summary>Housekeeping must not keep a version from being read or a change from being undone: its failure is a finding.</summary>
    private EquatableArray<VersionFinding> Report(Action housekeeping)
    {
        try
        {
            housekeeping();
            return [];
        }
        catch (StateFailedException e)
        {
            return [new(_end.Number, FindingKind.NotWritable, e.Message)];
        }
    }

    private string StagedFolder(int number) => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $".{number}.staged"));

    private static DateTimeOffset ToMilliseconds(DateTimeOffset time) =>
        new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMillisecond), time.Offset);
}

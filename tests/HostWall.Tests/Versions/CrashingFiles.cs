using HostWall.Versions;

namespace HostWall.Tests.Versions;

/// <summary>
/// Real files that stop at a chosen step, either as a crash does (nothing runs any more) or as a refusing disk does. After a
/// crash <see cref="LosePower"/> takes back every name that no folder fsync had made durable: the worst that a disk may do.
/// </summary>
internal sealed class CrashingFiles(int stopAt, Func<string, Exception> stop) : IDurableFiles
{
    private readonly DurableFiles _real = new();
    private readonly List<(string Folder, Action Undo)> _volatile = [];

    public int Steps { get; private set; }

    /// <summary>A disk that goes bad at the step and stays so, until this is taken back.</summary>
    public bool FromThenOn { get; set; }

    public List<string> Trace { get; } = [];

    public void CreateFolder(string path)
    {
        var existed = Directory.Exists(path);
        Step($"create {path}");
        _real.CreateFolder(path);
        if (!existed)
        {
            Remember(path, () => _real.Delete(path));
        }
    }

    public void CreateFile(string path, ReadOnlyMemory<byte> content)
    {
        Step($"write {path}", half: () => File.WriteAllBytes(path, content[..(content.Length / 2)].Span));
        _real.CreateFile(path, content);
        Remember(path, () => _real.Delete(path));
    }

    public void SyncFolder(string path)
    {
        Step($"sync {path}");
        _real.SyncFolder(path);
        _volatile.RemoveAll(v => v.Folder == path);
    }

    public void Rename(string from, string to)
    {
        var before = File.Exists(to) ? File.ReadAllBytes(to) : null;
        Step($"rename {from} {to}");
        _real.Rename(from, to);
        Remember(to, () =>
        {
            _real.Rename(to, from);
            if (before is not null)
            {
                _real.CreateFile(to, before);
            }
        });
    }

    public void Delete(string path)
    {
        Step($"delete {path}");
        _real.Delete(path);
    }

    public void LosePower()
    {
        foreach (var (_, undo) in Enumerable.Reverse(_volatile))
        {
            undo();
        }
    }

    private void Step(string what, Action? half = null)
    {
        Trace.Add(what);
        var step = Steps++;
        if (step == stopAt || (FromThenOn && step > stopAt))
        {
            half?.Invoke();
            throw stop(what);
        }
    }

    private void Remember(string path, Action undo) => _volatile.Add((Path.GetDirectoryName(path)!, undo));
}

/// <summary>The process is gone: nothing in the code under test catches this.</summary>
internal sealed class CrashException(string step) : Exception(step);

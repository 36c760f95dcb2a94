using HostWall.Core;
using HostWall.Core.Addressing;
using HostWall.Core.Inventory;

namespace HostWall.Docker;

/// <summary>Whether a container's addresses are believed.</summary>
internal enum Life
{
    /// <summary>Not running: whatever Docker still lists for it may be another's by now.</summary>
    Down,

    /// <summary>Attached to a network a moment ago, and so about to run.</summary>
    Starting,

    /// <summary>Running or paused.</summary>
    Running,
}

/// <summary>What is known of one container, by events and by looks.</summary>
internal sealed class KnownContainer(string id)
{
    public string Id { get; } = id;

    public ContainerFacts? Facts { get; set; }

    public EquatableArray<PublishedPort> Published { get; set; }

    public Life Life { get; set; }

    /// <summary>The number of the last event about its life.</summary>
    public long Changed { get; set; }

    /// <summary>The timestamp of that event; null when there was none.</summary>
    public long? ChangedAt { get; set; }

    /// <summary>The number of the last event that ended its life.</summary>
    public long Ended { get; set; }

    /// <summary>By network.</summary>
    public Dictionary<string, Attachment> Attachments { get; } = [];

    public bool HasAddress => Attachments.Values.Any(attachment => !attachment.Addresses.IsEmpty);

    public void End()
    {
        Life = Life.Down;
        Published = [];
        Attachments.Clear();
    }
}

/// <param name="Changed">The number of the last event about it.</param>
/// <param name="Awaited">It was told to be there, but no look has shown it yet.</param>
internal readonly record struct Attachment(long Changed, bool Awaited, EquatableArray<Address> Addresses);

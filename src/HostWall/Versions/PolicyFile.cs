using System.Text;

namespace HostWall.Versions;

/// <summary>
/// One file of a policy: <c>policy.toml</c>, or <c>policy.d/NAME.toml</c>. The text is exactly the file's bytes: it was
/// strict UTF-8 without a byte order mark, so that encoding it gives the same file again.
/// </summary>
public sealed record PolicyFile(string Name, string Text)
{
    public const string Main = "policy.toml";
    public const string DropInFolder = "policy.d";

    /// <summary>The largest file that is read, in bytes: 2,000 rules are about a fifth of it.</summary>
    public const int MaxBytes = 1024 * 1024;

    private const int MaxNameLength = 200; // a file system takes 255 bytes, and staging needs a few more

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public byte[] ToBytes() => Strict.GetBytes(Text);

    /// <summary>The file with these bytes, or the reason why they are no policy text, under the path that the operator knows.</summary>
    internal static PolicyFile Read(string name, string path, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
        {
            throw new PolicyUnreadableException(path, $"is larger than {MaxBytes / 1024} KiB", "split it into policy.d, or check that it is the file you mean");
        }

        if (bytes.IndexOf((byte)0) is >= 0 and var nul)
        {
            throw new PolicyUnreadableException(path, $"is binary (a NUL at byte {nul + 1})", "a policy is TOML text in UTF-8");
        }

        if (bytes.StartsWith("\uFEFF"u8))
        {
            throw new PolicyUnreadableException(path, "begins with a byte order mark", "save it as UTF-8 without one");
        }

        try
        {
            return new PolicyFile(name, Strict.GetString(bytes));
        }
        catch (DecoderFallbackException e)
        {
            var line = bytes[..Math.Clamp(e.Index, 0, bytes.Length)].Count((byte)'\n') + 1;
            throw new PolicyUnreadableException(path, $"is not UTF-8 (line {line})", "save it as UTF-8", e);
        }
    }

    /// <summary>The same checks for a text that came from elsewhere than a file: over the control socket.</summary>
    internal static PolicyFile Checked(PolicyFile file)
    {
        if (!IsName(file.Name))
        {
            throw new PolicyUnreadableException(file.Name, "is no name of a policy file", $"use {Main} or {DropInFolder}/NAME.toml");
        }

        try
        {
            return Read(file.Name, file.Name, file.ToBytes());
        }
        catch (EncoderFallbackException e)
        {
            throw new PolicyUnreadableException(file.Name, "is not Unicode text (half a surrogate pair)", "send it as UTF-8", e);
        }
    }

    /// <summary>Names become paths of a root process and lines of a hash list: nothing else than a plain leaf name passes.</summary>
    internal static bool IsName(string name) =>
        name == Main || (name.StartsWith(DropInFolder + "/", StringComparison.Ordinal) && IsDropIn(name[(DropInFolder.Length + 1)..]));

    internal static bool IsDropIn(string leaf) =>
        leaf.Length is > 5 and <= MaxNameLength
        && leaf.EndsWith(".toml", StringComparison.Ordinal)
        && leaf[0] != '.'
        && leaf.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '+' or '@' or ' ');
}

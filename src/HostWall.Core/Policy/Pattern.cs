namespace HostWall.Core.Policy;

/// <summary>A text with wildcards: <c>*</c> stands for any run of characters, <c>?</c> for one; all others for themselves, case included.</summary>
public readonly record struct Pattern(string Text)
{
    /// <summary>Takes time in proportion to both lengths at worst, whatever the text: no backtracking beyond the last star.</summary>
    public bool Matches(string value)
    {
        int p = 0, v = 0, star = -1, mark = 0;
        while (v < value.Length)
        {
            if (p < Text.Length && Text[p] == '*')
            {
                (star, mark) = (p++, v);
            }
            else if (p < Text.Length && (Text[p] == '?' || Text[p] == value[v]))
            {
                p++;
                v++;
            }
            else if (star >= 0)
            {
                (p, v) = (star + 1, ++mark);
            }
            else
            {
                return false;
            }
        }

        return Text.AsSpan(p).Trim('*').IsEmpty;
    }

    public override string ToString() => Text;
}

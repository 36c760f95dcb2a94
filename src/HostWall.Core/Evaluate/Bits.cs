using System.Numerics;

namespace HostWall.Core.Evaluate;

/// <summary>A set of small numbers. All sets that meet have the same size.</summary>
internal readonly struct Bits : IEquatable<Bits>
{
    private const int Word = 64;

    private readonly ulong[] _words;

    private Bits(ulong[] words) => _words = words;

    public bool IsEmpty => Array.TrueForAll(_words, word => word == 0);

    public int Count => _words.Sum(word => BitOperations.PopCount(word));

    /// <summary>The numbers below <paramref name="size"/> for which the condition holds.</summary>
    public static Bits Where(int size, Func<int, bool> condition) => Of(size, Enumerable.Range(0, size).Where(condition));

    public static Bits Of(int size, IEnumerable<int> numbers)
    {
        var words = new ulong[(size + Word - 1) / Word];
        foreach (var number in numbers)
        {
            words[number / Word] |= 1UL << (number % Word);
        }

        return new Bits(words);
    }

    public static Bits None(int size) => new(new ulong[(size + Word - 1) / Word]);

    public bool Has(int number) => (_words[number / Word] & (1UL << (number % Word))) != 0;

    public Bits And(Bits other) => Combine(other, (mine, others) => mine & others);

    public Bits Or(Bits other) => Combine(other, (mine, others) => mine | others);

    public Bits Except(Bits other) => Combine(other, (mine, others) => mine & ~others);

    public bool Meets(Bits other)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            if ((_words[i] & other._words[i]) != 0)
            {
                return true;
            }
        }

        return false;
    }

    public bool IsWithin(Bits other) => Except(other).IsEmpty;

    /// <summary>In ascending order.</summary>
    public IEnumerable<int> Numbers()
    {
        for (var i = 0; i < _words.Length; i++)
        {
            for (var rest = _words[i]; rest != 0; rest &= rest - 1)
            {
                yield return (i * Word) + BitOperations.TrailingZeroCount(rest);
            }
        }
    }

    public bool Equals(Bits other) => _words.AsSpan().SequenceEqual(other._words);

    public override bool Equals(object? obj) => obj is Bits other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var word in _words)
        {
            hash.Add(word);
        }

        return hash.ToHashCode();
    }

    private Bits Combine(Bits other, Func<ulong, ulong, ulong> both)
    {
        var words = new ulong[_words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = both(_words[i], other._words[i]);
        }

        return new Bits(words);
    }
}

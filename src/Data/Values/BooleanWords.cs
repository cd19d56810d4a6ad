namespace Granary.Data.Values;

/// <summary>The pairs of words for yes and no.</summary>
internal static class BooleanWords
{
    private static readonly (string No, string Yes)[] Pairs = [("false", "true"), ("no", "yes"), ("n", "y"), ("f", "t"), ("0", "1"), ("0.0", "1.0")];

    /// <summary>Whether texts are the two words of one pair, in letters of any case.</summary>
    public static bool ArePair(IReadOnlyList<string> texts)
    {
        var words = texts.Select(t => t.ToLowerInvariant()).Distinct().ToArray();
        return words.Length == 2 && Array.Exists(Pairs, p => words.Contains(p.No) && words.Contains(p.Yes));
    }

    /// <summary>1 for yes, 0 for no, null for any other text.</summary>
    public static double? Read(string text)
    {
        var word = text.ToLowerInvariant();
        foreach (var (no, yes) in Pairs)
        {
            if (word == no || word == yes)
            {
                return word == yes ? 1 : 0;
            }
        }

        return null;
    }
}

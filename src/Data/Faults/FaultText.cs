namespace Granary.Data.Faults;

/// <summary>Forms of names and found text in messages.</summary>
internal static class FaultText
{
    private const int LongestText = 40;
    private const int MostNames = 20;

    /// <summary>Text in quotes, cut when long, with a dot for each character that cannot be shown.</summary>
    public static string Quote(string text)
    {
        var shown = text.Length > LongestText ? text[..LongestText] + "..." : text;
        return "\"" + string.Concat(shown.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '.' : c)) + "\"";
    }

    /// <summary>Names in quotes, the first ones when there are many.</summary>
    public static string Names(IReadOnlyList<string> names)
    {
        var list = string.Join(", ", names.Take(MostNames).Select(Quote));
        return names.Count > MostNames ? $"{list} and {names.Count - MostNames} more" : list;
    }

    /// <summary>"Did you mean", with the name nearest to one that is not there, or nothing when none is near.</summary>
    public static string DidYouMean(string name, IEnumerable<string> names)
    {
        var nearest = names.MinBy(candidate => Distance(name, candidate));
        var near = nearest is not null && Distance(name, nearest) <= Math.Max(1, name.Length / 2);
        return near ? $" Did you mean {Quote(nearest!)}?" : "";
    }

    // Levenshtein's edit distance, by rows of the usual table; the case of letters does not count.
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]);
                var edits = Math.Min(diagonal + (same ? 0 : 1), Math.Min(row[j], row[j - 1]) + 1);
                diagonal = row[j];
                row[j] = edits;
            }
        }

        return row[right.Length];
    }
}

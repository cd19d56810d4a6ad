namespace Granary.Requests.Names;

/// <summary>Guesses which name was meant by a mistyped one.</summary>
public static class NearestName
{
    /// <summary>The known name nearest to a mistyped one, or null when none is near enough to be meant.</summary>
    /// <param name="typed">The mistyped one.</param>
    /// <param name="known">The known ones.</param>
    public static string? Find(string typed, IEnumerable<string> known)
    {
        // A third of the letters may be wrong; two always may, so that short names are guessed too.
        var limit = Math.Max(2, typed.Length / 3);
        return known
            .Select(name => (Name: name, Distance: Distance(typed.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(c => c.Distance <= limit && c.Distance < c.Name.Length)
            .OrderBy(c => c.Distance)
            .Select(c => c.Name)
            .FirstOrDefault();
    }

    /// <summary><c>; did you mean 'x'?</c> or nothing.</summary>
    /// <param name="typed">The mistyped one.</param>
    /// <param name="known">The known ones.</param>
    public static string Guess(string typed, IEnumerable<string> known) =>
        Find(typed, known) is { } name ? $"; did you mean '{name}'?" : "";

    /// <summary>
    /// Letters inserted, left out, replaced, or swapped with their neighbour: the restricted Damerau-Levenshtein distance,
    /// by the recurrence over prefixes of Wagner and Fischer.
    /// </summary>
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                d[i, j] = (i, j) switch
                {
                    (_, 0) => i,
                    (0, _) => j,
                    _ => Math.Min(
                        Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1),
                        d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)),
                };
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}

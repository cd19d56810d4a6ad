using System.Globalization;

namespace Granary.Data.Values;

/// <summary>Texts as classes: distinct ones, in an order of their own.</summary>
/// <remarks>
/// Where all texts are numbers (of up to 28 digits), they are sorted as numbers, and texts that write the same number differently are one
/// class; otherwise they are sorted by their characters' codes.
/// </remarks>
internal sealed class TextClasses
{
    private readonly Dictionary<string, int> _byText = [];
    private readonly Dictionary<decimal, int>? _byNumber;

    private TextClasses(string[] names, Dictionary<decimal, int>? byNumber)
    {
        Names = names;
        _byNumber = byNumber;
        for (var c = 0; c < names.Length; c++)
        {
            _byText.Add(names[c], c);
        }
    }

    /// <summary>The classes in their order; of several texts for a number the first.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Finds the classes of distinct texts.</summary>
    public static TextClasses Of(IReadOnlyList<string> texts)
    {
        var names = new SortedDictionary<decimal, string>();
        foreach (var text in texts)
        {
            if (!TryParse(text, out var number))
            {
                return new TextClasses([.. texts.Order(StringComparer.Ordinal)], null);
            }

            names.TryAdd(number, text);
        }

        return new TextClasses([.. names.Values], names.Keys.Select((number, c) => (number, c)).ToDictionary(p => p.number, p => p.c));
    }

    /// <summary>The class of a text; -1 when it is none of them.</summary>
    public int Find(string text)
    {
        if (_byText.TryGetValue(text, out var c))
        {
            return c;
        }

        return _byNumber is not null && TryParse(text, out var number) && _byNumber.TryGetValue(number, out c) ? c : -1;
    }

    private static bool TryParse(string text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}

using Granary.Data.Columns;
using Granary.Data.Faults;
using Granary.Data.Tables;
using Granary.Data.Values;

namespace Granary.Data.Encodings;

/// <summary>
/// Categories: a feature for each, 1 where it is the row's and 0 elsewhere. The rarest ones may share a feature, missing values are a
/// category, and of two categories only the second has a feature. A category that the training rows have not gets zeros.
/// </summary>
/// <remarks>Source: scikit-learn's OneHotEncoder with drop="if_binary", handle_unknown="ignore" and max_categories.</remarks>
public sealed class CategoryEncoding : ColumnEncoding
{
    private readonly TextClasses _classes;

    // For each class of the training rows, and for missing values after them, its place among the features; -1 for none.
    private readonly int[] _places;

    // The first of the features that there is.
    private readonly int _first;

    /// <summary>Makes an encoding of what the training rows hold.</summary>
    /// <param name="plan">How the column is read.</param>
    /// <param name="categories">The categories that have features of their own.</param>
    /// <param name="rare">Those that share a feature; empty where none do.</param>
    /// <param name="hasMissing">Whether missing values have a feature.</param>
    public CategoryEncoding(ColumnPlan plan, IReadOnlyList<string> categories, IReadOnlyList<string> rare, bool hasMissing)
        : base(plan)
    {
        (Categories, Rare, HasMissing) = (categories, rare, hasMissing);
        _classes = TextClasses.Of([.. categories, .. rare]);
        string[] names =
        [
            .. categories.Select(c => $"{Column}={c}"),
            .. HasOther ? [$"{Column}: other"] : Array.Empty<string>(),
            .. hasMissing ? [NumberEncoding.MissingName(Column)] : Array.Empty<string>(),
        ];

        // Of two features one says it all.
        _first = names.Length == 2 ? 1 : 0;
        Features = names[_first..];
        _places = PlacesOf(categories);
    }

    /// <summary>The categories that are told apart, in the order of their features.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>The rarest categories, which share the feature after these.</summary>
    public IReadOnlyList<string> Rare { get; }

    /// <summary>Whether there are such.</summary>
    public bool HasOther => Rare.Count > 0;

    /// <summary>Whether the last feature says that there is no value.</summary>
    public bool HasMissing { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Features { get; }

    /// <summary>Encodes a category.</summary>
    /// <param name="text">The category; empty where it is missing.</param>
    /// <param name="features">Receives the features, as many as <see cref="Features"/>.</param>
    public void Encode(string text, Span<float> features)
    {
        features[..Features.Count].Clear();
        if (PlaceOf(text) is >= 0 and var place)
        {
            features[place] = 1;
        }
    }

    /// <summary>Which of the features is 1 for a category; -1 where none is.</summary>
    /// <param name="text">The category; empty where it is missing.</param>
    public int PlaceOf(string text) => text.Length == 0 ? _places[^1] : _classes.Find(text) is >= 0 and var c ? _places[c] : -1;

    internal static CategoryEncoding Fit(ColumnPlan plan, TextColumn column, int[] rows)
    {
        var counts = new int[column.Texts.Count];
        foreach (var row in rows)
        {
            counts[column.Rows[row]]++;
        }

        var seen = Enumerable.Range(0, counts.Length).Where(code => counts[code] > 0 && column.Texts[code].Length > 0).ToArray();
        var classes = TextClasses.Of([.. seen.Select(code => column.Texts[code])]);
        var sizes = new int[classes.Names.Count];
        foreach (var code in seen)
        {
            sizes[classes.Find(column.Texts[code])] += counts[code];
        }

        var missing = Enumerable.Range(0, counts.Length).Any(code => counts[code] > 0 && column.Texts[code].Length == 0);
        return Make(plan, classes, sizes, missing);
    }

    /// <inheritdoc/>
    internal override IColumnEncoder Bind(TableColumn column, NumberForm numbers, FaultList faults)
    {
        var texts = (TextColumn)column;
        return new Encoder(texts.Rows, [.. texts.Texts.Select(PlaceOf)], [.. texts.Texts.Select(IsUnseen)]);
    }

    // Of categories that are equally rare those that come first share a feature, as scikit-learn has it.
    private static CategoryEncoding Make(ColumnPlan plan, TextClasses classes, int[] sizes, bool hasMissing)
    {
        var most = plan.Options.MaxCategories;
        var all = Enumerable.Range(0, sizes.Length);
        var rare = sizes.Length > most ? all.OrderBy(c => sizes[c]).Take(sizes.Length - most + 1).ToHashSet() : [];
        return new CategoryEncoding(
            plan,
            [.. all.Where(c => !rare.Contains(c)).Select(c => classes.Names[c])],
            [.. all.Where(rare.Contains).Select(c => classes.Names[c])],
            hasMissing);
    }

    private int[] PlacesOf(IReadOnlyList<string> categories)
    {
        var places = new int[_classes.Names.Count + 1];
        Array.Fill(places, categories.Count - _first);
        for (var place = 0; place < categories.Count; place++)
        {
            places[_classes.Find(categories[place])] = place - _first;
        }

        places[^1] = HasMissing ? categories.Count + (HasOther ? 1 : 0) - _first : -1;
        return places;
    }

    private bool IsUnseen(string text) => text.Length == 0 ? !HasMissing : _classes.Find(text) < 0;

    private sealed class Encoder(IReadOnlyList<int> codes, int[] places, bool[] isUnseen) : IColumnEncoder
    {
        public int UnseenIn(ReadOnlySpan<int> rows)
        {
            var count = 0;
            foreach (var row in rows)
            {
                count += isUnseen[codes[row]] ? 1 : 0;
            }

            return count;
        }

        // The features are 0 before.
        public void Encode(ReadOnlySpan<int> rows, Span<float> features, int stride)
        {
            for (var r = 0; r < rows.Length; r++)
            {
                if (places[codes[rows[r]]] is >= 0 and var place)
                {
                    features[(r * stride) + place] = 1;
                }
            }
        }
    }
}

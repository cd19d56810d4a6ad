using System.Globalization;
using Granary.Data.Faults;
using Granary.Data.Tables;
using Granary.Numerics.Datasets;

namespace Granary.Data.Targets;

/// <summary>How the labels of the training source become targets; the same for every other source.</summary>
internal sealed class TargetEncoding
{
    private readonly Dictionary<string, int> _byText = [];
    private readonly Dictionary<decimal, int>? _byNumber;

    private TargetEncoding(TargetKind kind, string[] classNames, Dictionary<decimal, int>? byNumber)
    {
        Kind = kind;
        ClassNames = classNames;
        _byNumber = byNumber;
        for (var c = 0; c < classNames.Length; c++)
        {
            _byText.Add(classNames[c], c);
        }
    }

    /// <summary>Whether targets are classes or values.</summary>
    public TargetKind Kind { get; }

    /// <summary>The classes in their order; empty for values.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>
    /// Learns the encoding from the training source's labels. Classes that are all numbers (of up to 28 digits) are sorted
    /// as numbers, and labels that write the same number differently are one class; other classes are sorted by their
    /// characters' codes.
    /// </summary>
    /// <param name="labels">The labels.</param>
    /// <param name="valuesAllowed">Whether labels that are all numbers are values.</param>
    /// <param name="faults">Receives what is wrong with them.</param>
    public static TargetEncoding Fit(LabelColumn labels, bool valuesAllowed, FaultList faults)
    {
        if (valuesAllowed && labels.Texts.All(text => TryParseValue(text, out _)))
        {
            return new TargetEncoding(TargetKind.Values, [], null);
        }

        var encoding = labels.Texts.All(text => TryParseNumber(text, out _)) ? OfNumbers(labels) : OfTexts(labels);
        if (encoding.ClassNames.Count < 2)
        {
            faults.Add(labels.File, null, labels.Column,
                $"Every label is {FaultText.Quote(labels.Texts[0])}: expected at least two classes.");
        }

        return encoding;
    }

    /// <summary>The class of each row; labels that are not among the training source's are faults.</summary>
    public int[] EncodeClasses(LabelColumn labels, FaultList faults)
    {
        var classes = new int[labels.Texts.Count];
        for (var code = 0; code < classes.Length; code++)
        {
            var text = labels.Texts[code];
            if (!TryFindClass(text, out classes[code]))
            {
                faults.Add(labels.File, labels.FirstLines[code], labels.Column, $"The label {FaultText.Quote(text)} "
                    + $"does not occur in the training data, whose classes are {FaultText.Names(ClassNames)}.");
            }
        }

        return [.. labels.Rows.Select(code => classes[code])];
    }

    /// <summary>The value of each row; labels that are not numbers are faults.</summary>
    public static float[] EncodeValues(LabelColumn labels, FaultList faults)
    {
        var values = new float[labels.Texts.Count];
        for (var code = 0; code < values.Length; code++)
        {
            var text = labels.Texts[code];
            if (!TryParseValue(text, out values[code]))
            {
                faults.Add(labels.File, labels.FirstLines[code], labels.Column,
                    $"The label is {FaultText.Quote(text)}, expected a number, as all labels of the training data are.");
            }
        }

        return [.. labels.Rows.Select(code => values[code])];
    }

    private static TargetEncoding OfNumbers(LabelColumn labels)
    {
        var names = new SortedDictionary<decimal, string>();
        foreach (var text in labels.Texts)
        {
            TryParseNumber(text, out var number);
            names.TryAdd(number, text);
        }

        var byNumber = names.Keys.Select((number, c) => (number, c)).ToDictionary(p => p.number, p => p.c);
        return new TargetEncoding(TargetKind.Classes, [.. names.Values], byNumber);
    }

    private static TargetEncoding OfTexts(LabelColumn labels) =>
        new(TargetKind.Classes, [.. labels.Texts.Order(StringComparer.Ordinal)], null);

    private bool TryFindClass(string text, out int index) =>
        _byText.TryGetValue(text, out index)
        || (_byNumber is not null && TryParseNumber(text, out var number) && _byNumber.TryGetValue(number, out index));

    private static bool TryParseNumber(string text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    private static bool TryParseValue(string text, out float value) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);
}

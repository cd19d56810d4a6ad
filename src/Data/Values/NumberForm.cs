namespace Granary.Data.Values;

/// <summary>How numbers are written.</summary>
/// <param name="DecimalMark">A point or a comma.</param>
/// <param name="ThousandsMark">What may stand between groups of three digits; null for nothing.</param>
public sealed record NumberForm(char DecimalMark, char? ThousandsMark)
{
    /// <summary>With a decimal point, and nothing between groups.</summary>
    public static NumberForm Plain { get; } = new('.', null);

    private bool IsPlain => DecimalMark == '.' && ThousandsMark is null;

    /// <summary>Reads a number, infinities and NaN too; one beyond the range of float64 is infinite.</summary>
    public bool TryParse(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        return IsPlain ? PlainNumber.TryParse(text, out value) : ToInvariant(text.ToString()) is { } plain && PlainNumber.TryParse(plain, out value);
    }

    /// <summary>The text of a number with a decimal point and without groups; any other text as it is.</summary>
    public ReadOnlySpan<char> Normalize(ReadOnlySpan<char> text) => !IsPlain && TryParse(text, out _) ? ToInvariant(text.ToString())! : text;

    // Null when a mark stands where none may.
    private string? ToInvariant(string text)
    {
        var plain = ThousandsMark is { } mark && text.Contains(mark) ? WithoutGroups(text, mark) : text;
        if (plain is null || DecimalMark == '.')
        {
            return plain;
        }

        return plain.Contains('.') ? null : plain.Replace(DecimalMark, '.');
    }

    private string? WithoutGroups(string text, char mark)
    {
        var end = text.IndexOf(DecimalMark) is >= 0 and var at ? at : text.Length;
        var groups = text[..end].Trim().TrimStart('+', '-').Split(mark);
        var inThrees = groups.All(g => g.All(char.IsAsciiDigit))
            && groups[0].Length is >= 1 and <= 3
            && groups[1..].All(g => g.Length == 3);
        return inThrees && !text.AsSpan(end).Contains(mark) ? text.Trim().Replace($"{mark}", "") : null;
    }
}

using System.Text;

namespace Granary.Data.Tests.Cases;

/// <summary>A table as text, what is learned from it, and what has to come out.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Header">The lines before its rows; empty for none.</param>
/// <param name="Row">A row by its number, from 0, without the end of the line.</param>
/// <param name="Outcome">As <see cref="Cases.Outcome"/> writes it.</param>
/// <param name="Notes">The notes.</param>
public sealed record InlineCase(string Name, string Header, Func<int, string> Row, string Outcome, string Notes = "")
{
    public int Rows { get; init; } = 60;

    public string[] Labels { get; init; } = ["y"];

    /// <summary>Whether the header is told from the rows by the label's name alone.</summary>
    public bool NeedsLabel { get; init; }

    public string LineEnd { get; init; } = "\n";

    public Encoding Encoding { get; init; } = new UTF8Encoding(false);

    public byte[] Bytes
    {
        get
        {
            var lines = Enumerable.Range(0, Rows).Select(i => Row(i) + LineEnd);
            var text = (Header.Length > 0 ? Header + LineEnd : "") + string.Concat(lines);
            return [.. Encoding.Preamble, .. Encoding.GetBytes(text)];
        }
    }

    public override string ToString() => Name;

    /// <summary>A number with one decimal place that looks like measured ones.</summary>
    public static string X(int row) => $"{(row * 37 % 101 / 10.0) - 2:0.0}";

    /// <summary>One of two classes.</summary>
    public static string Y(int row) => row * 5 % 7 < 3 ? "no" : "yes";

    /// <summary>One of some texts.</summary>
    public static string Of(int row, params string[] texts) => texts[row * 11 % 13 % texts.Length];
}

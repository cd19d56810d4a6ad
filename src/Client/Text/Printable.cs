using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Granary.Client.Text;

/// <summary>Makes texts from files and from the cluster safe for a terminal, and measures and cuts them in its columns.</summary>
internal static class Printable
{
    /// <summary>What stands at the end of a text that was cut.</summary>
    private const string Ellipsis = "…";

    /// <summary>The text with a replacement for each character that could move the cursor, change a colour or end the line.</summary>
    public static string Clean(string text) => text.Any(IsUnsafe)
        ? string.Concat(text.Select(c => IsUnsafe(c) ? '\uFFFD' : c))
        : text;

    /// <summary>Columns that a text takes.</summary>
    public static int Width(string text) => text.GetCellWidth();

    /// <summary>The text, cut to a number of columns.</summary>
    public static string Cut(string text, int columns)
    {
        if (Width(text) <= columns)
        {
            return text;
        }

        return columns < 1 ? "" : Take(text, columns - 1) + Ellipsis;
    }

    /// <summary>As much of a text's beginning as fits into a number of columns.</summary>
    public static string Take(string text, int columns)
    {
        var taken = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            columns -= Width(rune.ToString());
            if (columns < 0)
            {
                break;
            }

            taken.Append(rune);
        }

        return taken.ToString();
    }

    /// <summary>The text with spaces after it up to a number of columns.</summary>
    public static string PadRight(string text, int columns) => text + new string(' ', Math.Max(0, columns - Width(text)));

    /// <summary>The text with spaces before it up to a number of columns.</summary>
    public static string PadLeft(string text, int columns) => new string(' ', Math.Max(0, columns - Width(text))) + text;

    private static bool IsUnsafe(char c) =>
        CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}

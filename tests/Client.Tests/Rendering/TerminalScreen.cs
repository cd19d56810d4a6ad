using System.Text;
using System.Text.RegularExpressions;
using Granary.Client.Text;

namespace Granary.Client.Tests.Rendering;

/// <summary>
/// What a terminal shows after a text with control sequences: the cursor up and down, to a column, erasing of lines.
/// Colours are skipped; anything else fails, and so does a line that goes beyond the right edge.
/// </summary>
internal sealed partial class TerminalScreen
{
    private readonly int _width;
    private readonly List<StringBuilder> _lines = [new()];
    private int _row;
    private int _column;

    public TerminalScreen(string text, int width)
    {
        _width = width;
        foreach (Match token in Token().Matches(text))
        {
            if (token.Groups["final"].Success)
            {
                Control(token.Groups["arguments"].Value, token.Groups["final"].Value[0]);
            }
            else
            {
                Write(token.Value);
            }
        }
    }

    /// <summary>The lines, without those at the end that are empty.</summary>
    public string[] Lines => string.Join('\n', _lines.Select(l => l.ToString().TrimEnd())).TrimEnd('\n').Split('\n');

    public bool HasCursor { get; private set; } = true;

    [GeneratedRegex("\u001b\\[(?<arguments>[?0-9;]*)(?<final>[A-Za-z])|\r|\n|[^\u001b\r\n]+")]
    private static partial Regex Token();

    private void Control(string arguments, char final)
    {
        var count = int.TryParse(arguments, out var n) ? n : 1;
        switch (final)
        {
            case 'm':
                break;
            case 'A':
                Assert.True(_row >= count, "The cursor went above the first line.");
                _row -= count;
                break;
            case 'K':
                Assert.Equal("2", arguments);
                _lines[_row].Clear();
                break;
            case 'h' or 'l' when arguments == "?25":
                HasCursor = final == 'h';
                break;
            default:
                Assert.Fail($"The control sequence '{arguments}{final}' is not known.");
                break;
        }
    }

    private void Write(string text)
    {
        switch (text)
        {
            case "\r":
                _column = 0;
                return;
            case "\n":
                _column = 0;
                _row++;
                if (_row == _lines.Count)
                {
                    _lines.Add(new StringBuilder());
                }

                return;
        }

        var line = _lines[_row];
        line.Append(' ', Math.Max(0, _column - line.Length));
        line.Remove(_column, Math.Min(text.Length, line.Length - _column)).Insert(_column, text);
        _column += text.Length;
        Assert.True(Printable.Width(line.ToString()) <= _width, $"Wider than {_width} columns: {line}");
    }
}

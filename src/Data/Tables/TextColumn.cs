using Granary.Data.Faults;

namespace Granary.Data.Tables;

/// <summary>A column of texts: each distinct text once, and for each row the number of its text. The empty text is a missing value.</summary>
/// <param name="file">The file that holds it.</param>
/// <param name="name">Its name.</param>
/// <param name="column">The field within the record, from 1; null for arrays.</param>
/// <param name="mostTexts">How many distinct texts are kept at most. With more of them, all are forgotten.</param>
internal sealed class TextColumn(string file, string name, int? column, int mostTexts = int.MaxValue)
    : TableColumn(name, column)
{
    private readonly Dictionary<string, int> _codes = [];
    private readonly List<string> _texts = [];
    private readonly List<int?> _firstLines = [];
    private readonly List<int> _rows = [];

    /// <summary>The file that holds the column.</summary>
    public string File { get; } = file;

    /// <summary>The distinct texts, in the order of their first rows.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>For each of <see cref="Texts"/> the line of its first row; null for arrays.</summary>
    public IReadOnlyList<int?> FirstLines => _firstLines;

    /// <summary>For each row its index in <see cref="Texts"/>.</summary>
    public IReadOnlyList<int> Rows => _rows;

    /// <summary>Whether there were more distinct texts than are kept. Nothing else is known of the column then.</summary>
    public bool HasTooManyTexts { get; private set; }

    /// <summary>The text of a row.</summary>
    public string TextOf(int row) => _texts[_rows[row]];

    /// <inheritdoc/>
    public override string Show(int row) => FaultText.Quote(TextOf(row));

    /// <summary>True when a text has occurred before.</summary>
    public bool Contains(string text) => _codes.ContainsKey(text);

    /// <summary>Adds the next row's text.</summary>
    public void Add(string text, int? line)
    {
        if (HasTooManyTexts)
        {
            return;
        }

        if (!_codes.TryGetValue(text, out var code))
        {
            code = _texts.Count;
            _codes.Add(text, code);
            _texts.Add(text);
            _firstLines.Add(line);
        }

        _rows.Add(code);
        if (_texts.Count > mostTexts)
        {
            HasTooManyTexts = true;
            _codes.Clear();
            _texts.Clear();
            _firstLines.Clear();
            _rows.Clear();
        }
    }
}

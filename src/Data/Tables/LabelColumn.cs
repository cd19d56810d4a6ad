namespace Granary.Data.Tables;

/// <summary>The labels of a source as text: each distinct text once, and for each row the number of its text.</summary>
internal sealed class LabelColumn
{
    private readonly Dictionary<string, int> _codes = [];
    private readonly List<string> _texts = [];
    private readonly List<int?> _firstLines = [];
    private readonly List<int> _rows = [];

    /// <summary>Makes an empty column.</summary>
    /// <param name="file">The file that holds it.</param>
    /// <param name="column">The field within the record, from 1; null for arrays.</param>
    public LabelColumn(string file, int? column)
    {
        File = file;
        Column = column;
    }

    /// <summary>The file that holds the labels.</summary>
    public string File { get; }

    /// <summary>The field within the record, from 1; null for arrays.</summary>
    public int? Column { get; }

    /// <summary>The distinct labels, in the order of their first rows.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>For each of <see cref="Texts"/> the line of its first row; null for arrays.</summary>
    public IReadOnlyList<int?> FirstLines => _firstLines;

    /// <summary>For each row its index in <see cref="Texts"/>.</summary>
    public IReadOnlyList<int> Rows => _rows;

    /// <summary>True when a label has occurred before.</summary>
    public bool Contains(string text) => _codes.ContainsKey(text);

    /// <summary>Adds the next row's label.</summary>
    public void Add(string text, int? line)
    {
        if (!_codes.TryGetValue(text, out var code))
        {
            code = _texts.Count;
            _codes.Add(text, code);
            _texts.Add(text);
            _firstLines.Add(line);
        }

        _rows.Add(code);
    }
}

using Granary.Data.Faults;

namespace Granary.Data.Tables;

/// <summary>A column of texts: each distinct text once, and for each row the number of its text. The empty text is a missing value.</summary>
internal sealed class TextColumn : TableColumn
{
    private readonly int _mostTexts;
    private readonly Dictionary<string, int> _codes = [];
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _codesByText;
    private readonly List<string> _texts = [];
    private readonly List<int?> _firstLines = [];
    private readonly List<int> _rows = [];

    /// <summary>Makes a column without rows.</summary>
    /// <param name="file">The file that holds it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="column">The field within the record, from 1; null for arrays.</param>
    /// <param name="mostTexts">How many distinct texts are kept at most. With more of them, all are forgotten.</param>
    public TextColumn(string file, string name, int? column, int mostTexts = int.MaxValue)
        : base(name, column)
    {
        File = file;
        _mostTexts = mostTexts;
        _codesByText = _codes.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The file that holds the column.</summary>
    public string File { get; }

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
    public bool Contains(ReadOnlySpan<char> text) => _codesByText.ContainsKey(text);

    /// <summary>Adds the next row's text.</summary>
    public void Add(ReadOnlySpan<char> text, int? line)
    {
        if (!HasTooManyTexts)
        {
            _rows.Add(CodeOf(text, line));
            ForgetWhenTooMany();
        }
    }

    /// <summary>Adds the rows of a column of the same field, which come next in the file.</summary>
    public void Append(TextColumn next)
    {
        if (HasTooManyTexts || next.HasTooManyTexts)
        {
            Forget();
            return;
        }

        var codes = new int[next._texts.Count];
        for (var code = 0; code < codes.Length; code++)
        {
            codes[code] = CodeOf(next._texts[code], next._firstLines[code]);
        }

        foreach (var code in next._rows)
        {
            _rows.Add(codes[code]);
        }

        ForgetWhenTooMany();
    }

    private int CodeOf(ReadOnlySpan<char> text, int? line)
    {
        if (!_codesByText.TryGetValue(text, out var code))
        {
            code = _texts.Count;
            var known = text.ToString();
            _codes.Add(known, code);
            _texts.Add(known);
            _firstLines.Add(line);
        }

        return code;
    }

    private void ForgetWhenTooMany()
    {
        if (_texts.Count > _mostTexts)
        {
            Forget();
        }
    }

    private void Forget()
    {
        HasTooManyTexts = true;
        _codes.Clear();
        _texts.Clear();
        _firstLines.Clear();
        _rows.Clear();
    }
}

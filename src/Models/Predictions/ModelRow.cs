using Granary.Data;
using Granary.Data.Columns;
using Granary.Data.Encodings;
using Granary.Data.Values;

namespace Granary.Models.Predictions;

/// <summary>
/// The raw values of a row to be predicted, by the names of the columns. What is not set is missing. A row can be used again; by one thread at
/// a time.
/// </summary>
public sealed class ModelRow
{
    private readonly DataEncodings _encodings;
    private readonly Dictionary<string, int> _columns;
    private readonly NumberForm _numbers;
    private readonly double[] _values;
    private readonly string[] _texts;

    internal ModelRow(DataEncodings encodings, Dictionary<string, int> columns)
    {
        (_encodings, _columns) = (encodings, columns);
        _numbers = encodings.Layout.Dialect?.Numbers ?? NumberForm.Plain;
        _values = new double[columns.Count];
        _texts = new string[columns.Count];
        Clear();
    }

    /// <summary>Has all values missing.</summary>
    public void Clear()
    {
        Array.Fill(_values, double.NaN);
        Array.Fill(_texts, "");
    }

    /// <summary>Sets a number, or 1 for yes and 0 for no.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="value">The number; NaN where it is missing.</param>
    /// <exception cref="ArgumentException">The model has no such column, or it holds no numbers.</exception>
    public void Set(string column, double value)
    {
        var (index, encoding) = Find(column);
        if (encoding is not NumberEncoding || double.IsInfinity(value))
        {
            throw Misfit(encoding, $"{value}");
        }

        _values[index] = RawValue.Round(encoding.Plan, value);
    }

    /// <summary>Sets the numbers of all columns, as of a picture's pixels.</summary>
    /// <param name="values">A number for each column, in the order of the features; NaN where one is missing.</param>
    /// <exception cref="ArgumentException">They are not as many as the columns, or a column holds no numbers.</exception>
    public void Set(ReadOnlySpan<double> values)
    {
        if (values.Length != _values.Length)
        {
            throw new ArgumentException($"Found {values.Length} numbers, expected {_values.Length}.");
        }

        for (var c = 0; c < values.Length; c++)
        {
            if (_encodings.Columns[c] is not NumberEncoding || double.IsInfinity(values[c]))
            {
                throw Misfit(_encodings.Columns[c], $"{values[c]}");
            }

            _values[c] = RawValue.Round(_encodings.Columns[c].Plan, values[c]);
        }
    }

    /// <summary>Sets yes or no.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="value">True for yes.</param>
    /// <exception cref="ArgumentException">The model has no such column, or it holds something else.</exception>
    public void Set(string column, bool value) => Set(column, value ? 1 : 0);

    /// <summary>Sets a date.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="value">The date; in UTC where the training data have time zones.</param>
    /// <exception cref="ArgumentException">The model has no such column, or it holds no dates.</exception>
    public void Set(string column, DateTime value)
    {
        var (index, encoding) = Find(column);
        if (encoding is not DateEncoding)
        {
            throw Misfit(encoding, $"{value:s}");
        }

        _values[index] = (value - DateTime.UnixEpoch).TotalSeconds;
    }

    /// <summary>Sets a category, or the text of any other value as the training data write it.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="text">The text; empty, or a word such as NA, where it is missing.</param>
    /// <exception cref="ArgumentException">The model has no such column, or the text is nothing that it holds.</exception>
    public void Set(string column, string text)
    {
        var (index, encoding) = Find(column);
        if (encoding is CategoryEncoding)
        {
            _texts[index] = RawValue.IsMissing(text) ? "" : text;
            return;
        }

        var value = RawValue.Read(encoding.Plan, text, _numbers) ?? throw Misfit(encoding, $"'{text}'");
        _values[index] = RawValue.Round(encoding.Plan, value);
    }

    /// <summary>Encodes the row.</summary>
    /// <exception cref="ArgumentException">A value is missing that may not be.</exception>
    internal void Encode(Span<float> features)
    {
        var first = 0;
        for (var c = 0; c < _values.Length; c++)
        {
            if (double.IsNaN(_values[c]) && _encodings.Columns[c] is { Plan.Options.Missing: MissingPolicy.Refuse } and not CategoryEncoding)
            {
                throw new ArgumentException($"Found no value for '{_encodings.Columns[c].Column}', expected one: the job says that none may be missing.");
            }

            switch (_encodings.Columns[c])
            {
                case CategoryEncoding category:
                    category.Encode(_texts[c], features[first..]);
                    break;
                case DateEncoding date:
                    date.Encode(_values[c], features[first..]);
                    break;
                case NumberEncoding number:
                    number.Encode(_values[c], features[first..]);
                    break;
            }

            first += _encodings.Columns[c].Features.Count;
        }
    }

    private (int Index, ColumnEncoding Encoding) Find(string column) => _columns.TryGetValue(column, out var index)
        ? (index, _encodings.Columns[index])
        : throw new ArgumentException($"Found a column '{column}', expected one of {string.Join(", ", _columns.Keys)}.");

    private static ArgumentException Misfit(ColumnEncoding encoding, string found) =>
        new($"Found {found} for '{encoding.Column}', expected a {encoding.Plan.Type.ToString().ToLowerInvariant()}.");
}

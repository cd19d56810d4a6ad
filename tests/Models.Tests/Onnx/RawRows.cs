using Granary.Data.Encodings;
using Granary.Models.Predictions;

namespace Granary.Models.Tests.Onnx;

/// <summary>Raw rows for a model, of values that are seen, unseen, missing and odd: as the model takes them, and as its ONNX file does.</summary>
public sealed class RawRows
{
    private readonly Model _model;
    private readonly Array[] _values;

    public RawRows(Model model, OnnxSession session, int count, int seed)
    {
        (_model, Count) = (model, count);
        var random = new Random(seed);
        var encodings = model.Description.Encodings;
        _values = [.. encodings.Columns.Select(c => Draw(c, count, random, session.TypeOf(encodings.Layout.IsTable ? c.Column : "pixels")))];
        Inputs = encodings.Layout.IsTable
            ? encodings.Columns.Select((c, i) => (c.Column, _values[i])).ToDictionary(p => p.Column, p => p.Item2)
            : new Dictionary<string, Array> { ["pixels"] = Interleave([.. _values.Cast<float[]>()], count) };
    }

    public int Count { get; }

    public IReadOnlyDictionary<string, Array> Inputs { get; }

    /// <summary>A row as the model takes it.</summary>
    public ModelRow this[int row]
    {
        get
        {
            var columns = _model.Description.Encodings.Columns;
            var filled = _model.NewRow();
            for (var c = 0; c < columns.Count; c++)
            {
                Set(filled, columns[c], _values[c].GetValue(row)!);
            }

            return filled;
        }
    }

    private static void Set(ModelRow row, ColumnEncoding column, object value)
    {
        switch (value)
        {
            case long.MinValue:
                break;
            case long number:
                row.Set(column.Column, DateTime.UnixEpoch.AddTicks(number * Unit(column)));
                break;
            case string text:
                row.Set(column.Column, text);
                break;
            default:
                row.Set(column.Column, Convert.ToDouble(value));
                break;
        }
    }

    private static Array Draw(ColumnEncoding column, int count, Random random, Type type) => column switch
    {
        CategoryEncoding category => Pick(Texts(category), count, random),
        DateEncoding date => Pick(Dates(date, random), count, random),
        NumberEncoding number when type == typeof(double) => Pick(Numbers(number, random), count, random),
        _ => Pick([.. Numbers((NumberEncoding)column, random).Select(n => (float)n)], count, random),
    };

    private static T[] Pick<T>(T[] values, int count, Random random) => [.. Enumerable.Range(0, count).Select(_ => values[random.Next(values.Length)])];

    private static string[] Texts(CategoryEncoding column) =>
    [
        .. column.Categories, .. column.Rare, "", "Atlantis", " Bern ", "bern", "Zürich \u65E5", "x\ty", new string('a', 5000),
    ];

    private static double[] Numbers(NumberEncoding column, Random random)
    {
        var (offset, divisor) = (column.Scaling.Offset, column.Scaling.Divisor);
        return
        [
            double.NaN, -0.0, 0, 1, 1.0 / 3, -1e-40, 16_777_217, offset, column.Imputation.Value, 1e9, -1e12,
            .. Enumerable.Range(0, 40).Select(_ => offset + (divisor * 3 * (random.NextDouble() - 0.5))),
        ];
    }

    private static long[] Dates(DateEncoding column, Random random)
    {
        DateTime[] dates =
        [
            new(1, 1, 1), new(9999, 12, 31), new(1969, 12, 31), new(1970, 1, 1), new(2000, 2, 29), new(1900, 2, 28), new(1900, 3, 1),
            .. Enumerable.Range(0, 100).Select(_ => new DateTime(1900, 1, 1).AddSeconds(random.NextInt64(7_000_000_000))),
        ];
        return [long.MinValue, .. dates.Select(d => (long)Math.Floor((double)(d - DateTime.UnixEpoch).Ticks / Unit(column)))];
    }

    private static long Unit(ColumnEncoding column) =>
        ((DateEncoding)column).Format.Contains('H') ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerDay;

    private static float[] Interleave(float[][] columns, int count) =>
        [.. Enumerable.Range(0, count).SelectMany(r => columns.Select(c => c[r]))];
}

using System.Globalization;
using Granary.Data.Encodings;
using DataType = Onnx.TensorProto.Types.DataType;

namespace Granary.Models.Onnx;

/// <summary>Encodes dates as <see cref="DateEncoding"/> does. They come as whole numbers: days or seconds since the beginning of 1970.</summary>
/// <param name="graph">Receives the nodes.</param>
internal sealed class DateNodes(GraphBuilder graph)
{
    /// <summary>What stands where a date is missing.</summary>
    public const long Missing = long.MinValue;

    private static readonly DateTimeOffset Midnight = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Afternoon = new(2000, 1, 1, 13, 1, 1, 1, TimeSpan.FromHours(1));

    /// <summary>Whether a column's input has seconds, otherwise days: what its format writes tells times of a day apart.</summary>
    public static bool AreSeconds(DateEncoding column) => Show(column, Midnight) != Show(column, Afternoon);

    /// <summary>Encodes a column.</summary>
    /// <param name="dates">The input.</param>
    /// <param name="column">How it is encoded.</param>
    /// <returns>The features.</returns>
    public string Encode(string dates, DateEncoding column)
    {
        var isMissing = graph.Node("Equal", dates, graph.List(Missing));
        var present = graph.Node("Where", isMissing, graph.List(0), dates);
        var calendar = new CalendarNodes(graph, present, AreSeconds(column));
        var parts = graph.Concat([.. column.Parts.Select(p => calendar.Part(p.Part))]);
        var scaled = new ScalingNodes(graph).Apply(parts, DataType.Int64, [.. column.Parts.Select(p => p.Scaling)]);
        var filled = graph.Node("Where", isMissing, graph.Row(FeaturesOfMissing(column)), scaled);
        return column.Imputation.HasFeature ? graph.Concat([filled, graph.Cast(isMissing, DataType.Float)]) : filled;
    }

    private static string Show(DateEncoding column, DateTimeOffset date) => date.ToString(column.Format, CultureInfo.InvariantCulture);

    private static float[] FeaturesOfMissing(DateEncoding column)
    {
        var features = new float[column.Features.Count];
        column.Encode(double.NaN, features);
        return features[..column.Parts.Count];
    }
}

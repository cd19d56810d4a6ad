using Granary.Data.Encodings;
using Granary.Data.Scaling;
using DataType = Onnx.TensorProto.Types.DataType;

namespace Granary.Models.Onnx;

/// <summary>Encodes numbers, and yes or no as 1 and 0, as <see cref="NumberEncoding"/> does. NaN stands where one is missing.</summary>
/// <param name="graph">Receives the nodes.</param>
internal sealed class NumberNodes(GraphBuilder graph)
{
    // A feature is off by at most half of float32's steps at this size, which is little beside the rounding of the network itself.
    private const double LargestForFloat = 16;

    /// <summary>The type of the input for a column: float32, unless its numbers are so much larger than their differences that they need more.</summary>
    public static DataType TypeOf(NumberEncoding column) => column.Plan.Reading switch
    {
        { IsNumber: true, Shift: 0 } => DataType.Float,
        { IsNumber: true } => DataType.Double,
        _ => SizeOf(column.Scaling) > LargestForFloat ? DataType.Double : DataType.Float,
    };

    /// <summary>Encodes columns of one input.</summary>
    /// <param name="numbers">The input.</param>
    /// <param name="type">Its type.</param>
    /// <param name="columns">How each of its columns is encoded.</param>
    /// <returns>The features, in the order of the columns.</returns>
    public string Encode(string numbers, DataType type, IReadOnlyList<NumberEncoding> columns)
    {
        var isMissing = graph.Node("IsNaN", numbers);
        var scaled = new ScalingNodes(graph).Apply(Round(numbers, type, columns), type, [.. columns.Select(c => c.Scaling)]);
        var filled = graph.Node("Where", isMissing, graph.Row([.. columns.Select(FeatureOfMissing)]), scaled);
        if (columns.All(c => !c.Imputation.HasFeature))
        {
            return filled;
        }

        var both = graph.Concat([filled, graph.Cast(isMissing, DataType.Float)]);
        return columns.Count == 1 ? both : graph.Choose(both, Places(columns));
    }

    // How large the numbers are, measured by what differences of 1 between features are.
    private static double SizeOf(ColumnScaling scaling) => scaling.Scaling.Kind switch
    {
        FeatureScalingKind.Standardize => Math.Abs(scaling.Offset) / scaling.Divisor,
        FeatureScalingKind.MinMax => Math.Max(Math.Abs(scaling.Offset), Math.Abs(scaling.Offset + scaling.Divisor)) / scaling.Divisor,
        _ => 0,
    };

    private static float FeatureOfMissing(NumberEncoding column)
    {
        var features = new float[column.Features.Count];
        column.Encode(double.NaN, features);
        return features[0];
    }

    // The feature that says where a column's values are missing comes after the column's own.
    private static long[] Places(IReadOnlyList<NumberEncoding> columns)
    {
        var places = new List<long>();
        for (var c = 0; c < columns.Count; c++)
        {
            places.Add(c);
            if (columns[c].Imputation.HasFeature)
            {
                places.Add(columns.Count + c);
            }
        }

        return [.. places];
    }

    // Sources keep numbers as float32, less a shift.
    private string Round(string numbers, DataType type, IReadOnlyList<NumberEncoding> columns)
    {
        double[] shifts = [.. columns.Select(c => c.Plan.Reading.IsNumber ? c.Plan.Reading.Shift : 0)];
        if (type == DataType.Float || Array.TrueForAll(shifts, s => s == 0))
        {
            return numbers;
        }

        var shift = graph.Row(shifts);
        var rounded = graph.Cast(graph.Node("Sub", numbers, shift), DataType.Float);
        return graph.Node("Add", graph.Cast(rounded, DataType.Double), shift);
    }
}

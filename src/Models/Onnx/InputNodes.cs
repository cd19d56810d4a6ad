using Granary.Data;
using Granary.Data.Columns;
using Granary.Data.Encodings;
using DataType = Onnx.TensorProto.Types.DataType;

namespace Granary.Models.Onnx;

/// <summary>The inputs of a graph, raw values, and how they become the features of the network.</summary>
/// <param name="graph">Receives the inputs and the nodes.</param>
internal sealed class InputNodes(GraphBuilder graph)
{
    /// <summary>The input of arrays.</summary>
    public const string Pixels = "pixels";

    /// <summary>The names of the inputs: the columns' own for a table.</summary>
    public static IReadOnlyList<string> NamesOf(DataEncodings encodings) =>
        encodings.Layout.IsTable ? [.. encodings.Columns.Select(c => c.Column)] : [Pixels];

    /// <summary>Encodes rows.</summary>
    /// <returns>Their features.</returns>
    public string Encode(DataEncodings encodings) =>
        encodings.Layout.IsTable ? graph.Concat([.. encodings.Columns.Select(Encode)]) : EncodeArrays([.. encodings.Columns.Cast<NumberEncoding>()]);

    private string Encode(ColumnEncoding column) => column switch
    {
        NumberEncoding number => Encode(number),
        DateEncoding date => new DateNodes(graph).Encode(graph.Input(column.Column, DataType.Int64, 1, Describe(date)), date),
        CategoryEncoding category => new CategoryNodes(graph).Encode(
            graph.Input(column.Column, DataType.String, 1, "A category as the training data write it; empty where it is missing."), category),
        _ => throw new ArgumentException($"{column.GetType().Name} has no form in ONNX.", nameof(column)),
    };

    private string Encode(NumberEncoding number)
    {
        var type = NumberNodes.TypeOf(number);
        var words = number.Plan.Type == ColumnType.Boolean ? "1 for yes, 0 for no; NaN where it is missing." : "A number; NaN where it is missing.";
        return new NumberNodes(graph).Encode(graph.Input(number.Column, type, 1, words), type, [number]);
    }

    private string EncodeArrays(IReadOnlyList<NumberEncoding> columns)
    {
        var type = columns.Any(c => NumberNodes.TypeOf(c) == DataType.Double) ? DataType.Double : DataType.Float;
        var input = graph.Input(Pixels, type, columns.Count, "Numbers as the arrays have them.");
        return new NumberNodes(graph).Encode(input, type, columns);
    }

    private static string Describe(DateEncoding date) =>
        $"{(DateNodes.AreSeconds(date) ? "Seconds" : "Days")} since 1970-01-01 in UTC; {DateNodes.Missing} where it is missing.";
}

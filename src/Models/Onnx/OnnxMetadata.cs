using System.Text.Encodings.Web;
using System.Text.Json;
using Granary.Models.Descriptions;
using Granary.Models.Formats;
using Granary.Numerics.Datasets;
using Onnx;

namespace Granary.Models.Onnx;

/// <summary>The texts that go with a graph: the description from which the model is read again, and what other programs may want to know.</summary>
internal static class OnnxMetadata
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The texts of a model.</summary>
    public static IEnumerable<StringStringEntryProto> Of(ModelDescription description)
    {
        var targets = description.Encodings.Targets.Names;
        return
        [
            Entry(Safetensors.DescriptionKey, DescriptionJson.Write(description)),
            Entry(targets.Kind == TargetKind.Classes ? "classes" : "targets", ListOf(targets.Names)),
            Entry("columns", ListOf(InputNodes.NamesOf(description.Encodings))),
            Entry("missing", $$"""{"float":"NaN","double":"NaN","string":"","int64":{{DateNodes.Missing}}}"""),
        ];
    }

    /// <summary>The description in a file; null where there is none.</summary>
    public static string? DescriptionOf(ModelProto file) => file.MetadataProps.FirstOrDefault(p => p.Key == Safetensors.DescriptionKey)?.Value;

    private static StringStringEntryProto Entry(string key, string value) => new() { Key = key, Value = value };

    private static string ListOf(IReadOnlyList<string> names) => JsonSerializer.Serialize(names, Json);
}

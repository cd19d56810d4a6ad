using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Granary.Data;
using Granary.Data.Csv.Dialects;
using Granary.Data.Targets;
using Granary.Data.Values;
using Granary.Numerics.Datasets;
using Granary.Numerics.Networks;

namespace Granary.Models.Descriptions;

/// <summary>Descriptions as JSON. What is written is a function of the description alone, and numbers are read back with all their bits.</summary>
public static class DescriptionJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Writes a description.</summary>
    public static string Write(ModelDescription description)
    {
        var (network, encodings) = (description.Network, description.Encodings);
        return JsonSerializer.Serialize(
            new ModelDocument
            {
                Format = ModelDocument.CurrentFormat,
                Network = new NetworkPart
                {
                    Dimensions = [network.Inputs, .. network.Layers.Select(l => l.Outputs)],
                    Activations = [.. network.Layers.Select(l => l.Activation)],
                    Normalized = network.Layers.Any(l => l.IsNormalized) ? [.. network.Layers.SkipLast(1).Select(l => l.IsNormalized)] : null,
                },
                Inputs = new InputPart
                {
                    Kind = encodings.Layout.IsTable ? InputKind.Table : InputKind.Arrays,
                    Csv = ToPart(encodings.Layout.Dialect),
                    Columns = ColumnParts.Of(encodings.Columns, areNamed: encodings.Layout.IsTable),
                },
                Targets = ToPart(encodings),
                Provenance = description.Provenance,
            },
            Options);
    }

    /// <summary>Reads a description.</summary>
    /// <param name="json">What <see cref="Write"/> gave.</param>
    /// <exception cref="FormatException">It is none, or one of a later version; the message says what is wrong.</exception>
    public static ModelDescription Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var format = document.RootElement.GetProperty("format").GetInt32();
            return format == ModelDocument.CurrentFormat
                ? ToDescription(document.Deserialize<ModelDocument>(Options)!)
                : throw new FormatException($"found format {format}, expected {ModelDocument.CurrentFormat}: a newer Granary may read it");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"found a description that is damaged: {e.Message}");
        }
    }

    private static DialectPart? ToPart(CsvDialect? dialect) => dialect is null ? null : new DialectPart
    {
        Encoding = dialect.Encoding,
        Separator = dialect.Separator,
        Decimal = dialect.Numbers.DecimalMark,
        Thousands = dialect.Numbers.ThousandsMark,
        Header = dialect.HasHeader,
        LinesBefore = dialect.LinesBefore,
    };

    private static TargetPart ToPart(DataEncodings encodings) => new()
    {
        Kind = encodings.Targets.Names.Kind,
        Labels = [.. encodings.Layout.Labels],
        Numbers = [.. encodings.Layout.NumberLabels],
        Names = [.. encodings.Targets.Names.Names],
        Scales = encodings.Targets is ValueTargets values ? [.. values.Scalings.Select(ColumnParts.ToPart)] : null,
    };

    private static ModelDescription ToDescription(ModelDocument document)
    {
        var network = new NetworkShape(document.Network.Dimensions, document.Network.Activations, document.Network.Normalized);
        if (document.Inputs.Columns.Sum(c => (long)Math.Abs(c.Count ?? 1)) > network.Inputs)
        {
            throw new ArgumentException($"more columns than the {network.Inputs} inputs of the network");
        }

        var columns = ColumnParts.ToEncodings(document.Inputs.Columns);
        var targets = ToTargets(document.Targets);
        Require(columns.Sum(c => c.Features.Count), network.Inputs, "features", "as the network's first layer");
        if (!targets.Names.FitsOutputs(network.Outputs))
        {
            throw new ArgumentException($"{targets.Names.Names.Count} targets do not fit {network.Outputs} outputs");
        }

        var layout = new TrainingLayout(
            document.Inputs.Kind == InputKind.Table, [.. columns.Select(c => c.Plan)], document.Targets.Labels, ToDialect(document.Inputs.Csv))
        {
            NumberLabels = document.Targets.Numbers,
        };
        return new ModelDescription(network, new DataEncodings(layout, columns, targets), document.Provenance);
    }

    private static TargetEncoding ToTargets(TargetPart part)
    {
        switch (part.Kind)
        {
            case TargetKind.Classes:
                Require(part.Names.Distinct().Count(), part.Names.Length, "different classes", "as there are names");
                return new ClassTarget(part.Names);
            case TargetKind.MultiLabel:
                return new YesNoTargets(part.Names);
            default:
                Require(part.Scales?.Length ?? 0, part.Names.Length, "scalings of targets", "as there are targets");
                return new ValueTargets(part.Names, [.. part.Scales!.Select(ColumnParts.ToScaling)]);
        }
    }

    private static CsvDialect? ToDialect(DialectPart? part) => part is null
        ? null
        : new CsvDialect(part.Encoding, part.Separator, new NumberForm(part.Decimal, part.Thousands), part.Header, part.LinesBefore);

    private static void Require(int found, int expected, string what, string why)
    {
        if (found != expected)
        {
            throw new ArgumentException($"{found} {what}, expected {expected} {why}");
        }
    }
}

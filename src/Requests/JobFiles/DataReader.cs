using System.Text.Json;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.JobFiles.Json;

namespace Granary.Requests.JobFiles;

/// <summary>Reads the object <c>data</c> of a job file. What has a fault gets a stand-in that no later check complains about.</summary>
internal sealed class DataReader(PathReader paths, JobFaults faults)
{
    private const string PathOrFiles = "the path of a CSV file, or an object with 'images' and 'labels'";

    private static readonly string[] ScalingNames =
        [JobFileNames.Of(ScalingName.Standardize), JobFileNames.Of(ScalingName.MinMax), JobFileNames.Of(ScalingName.None)];

    /// <summary>Data without fault, for a job file whose own has not been found.</summary>
    public static DataSpec StandIn { get; } = new() { Train = new SourceSpec { Images = "unknown", Labels = "unknown" } };

    public DataSpec Read(ObjectReader data)
    {
        data.Require("train");
        var (scaling, factor) = ReadScale(data);
        var test = ReadHeldOut(data, "test");
        return new DataSpec
        {
            Train = ReadSource(data, "train", PathOrFiles),
            Labels = ReadLabels(data),
            Features = data.List("features", (values, node, key) => values.Text(node, key, key)),
            Weight = data.OptionalText("weight"),
            Scaling = scaling,
            ScaleFactor = factor,
            TestFraction = test?.Fraction ?? 0,
            TestBy = test?.By ?? HeldOutName.Row,
            TestColumn = test?.Column,
            Test = test?.Source,
            Validation = ReadHeldOut(data, "validation"),
            Columns = [.. data.Members("columns").Select(m => ReadColumn(m, $"{data.KeyOf("columns")}.{m.Key}"))],
            Csv = ReadCsv(data),
        };
    }

    private static CsvSpec ReadCsv(ObjectReader data) => new()
    {
        Separator = data.OptionalText("separator"),
        DecimalMark = data.OptionalText("decimal"),
        ThousandsMark = data.OptionalText("thousands"),
        Header = data.Boolean("header"),
        Encoding = data.OptionalName<EncodingName>("encoding"),
    };

    private static string[] ReadLabels(ObjectReader data) => data.Find("label") switch
    {
        null => [],
        ListNode => data.List("label", (values, node, key) => values.Text(node, key, key)) ?? [],
        _ => [data.Text("label", "unknown")],
    };

    private ColumnSpec ReadColumn(Member member, string key)
    {
        var values = new ValueReader(faults);
        if (member.Value is not MapNode map)
        {
            var isText = member.Value is ScalarNode { Kind: JsonTokenType.String };
            return new ColumnSpec
            {
                Name = member.Key,
                Type = isText
                    ? values.Name(member.Value, key, ColumnTypeName.Number)
                    : values.Refuse<ColumnTypeName?>(member.Value, key, "the column's type, or an object with 'type', 'missing', 'scale' and so on", null),
            };
        }

        var column = new ObjectReader(key, map, faults, "data.columns.*");
        var (scaling, factor) = ReadScale(column);
        return new ColumnSpec
        {
            Name = member.Key,
            Type = column.OptionalName<ColumnTypeName>("type"),
            Missing = column.OptionalName<MissingName>("missing"),
            Scaling = scaling,
            ScaleFactor = factor,
            MaxCategories = column.Has("maxCategories") ? column.Int32("maxCategories", 100) : null,
            Format = column.OptionalText("format"),
        };
    }

    private SourceSpec ReadSource(ObjectReader data, string key, string expected)
    {
        switch (data.Find(key))
        {
            case MapNode:
                var files = data.Object(key)!;
                return new SourceSpec { Images = ReadPath(files, "images"), Labels = ReadPath(files, "labels") };
            case ScalarNode { Kind: JsonTokenType.String } path:
                return new SourceSpec { Csv = paths.Read(path, data.KeyOf(key), expected) };
            case { } other:
                faults.Add(other.Place, data.KeyOf(key), $"found {other.Found}, expected {expected}");
                return StandIn.Train;
            case null:
                return StandIn.Train;
        }
    }

    private string? ReadPath(ObjectReader files, string key) =>
        files.Find(key) is { } node ? paths.Read(node, files.KeyOf(key), "the path of an IDX or npy file") : null;

    private (ScalingName? Scaling, float Factor) ReadScale(ObjectReader data)
    {
        switch (data.Find("scale"))
        {
            case null:
                return (null, 1);
            case ScalarNode { Kind: JsonTokenType.Number }:
                return (ScalingName.Factor, data.Single("scale", 1));
            case ScalarNode { Kind: JsonTokenType.String } s when ScalingNames.Contains(s.Text):
                return (data.Name("scale", ScalingName.None), 1);
            case var other:
                var expected = $"a number above 0, or one of {string.Join(", ", ScalingNames.Select(n => $"\"{n}\""))}";
                faults.Add(other.Place, data.KeyOf("scale"), $"found {other.Found}, expected {expected}");
                return (ScalingName.None, 1);
        }
    }

    private HeldOutSpec? ReadHeldOut(ObjectReader data, string key)
    {
        switch (data.Find(key))
        {
            case null:
                return null;
            case ScalarNode { Kind: JsonTokenType.Number }:
                return new HeldOutSpec { Fraction = data.Double(key, 0) };
            case MapNode map when map.Find("images") is null && map.Find("labels") is null:
                var rows = data.Object(key)!;
                rows.Require("fraction");
                return new HeldOutSpec
                {
                    Fraction = rows.Double("fraction", 0.5),
                    By = rows.OptionalName<HeldOutName>("by"),
                    Column = rows.OptionalText("column"),
                };
            case MapNode map when map.Find("fraction") is not null:
                data.Refuse(key, "found files and a 'fraction' of the training rows, expected one or the other");
                return null;
            default:
                return new HeldOutSpec { Source = ReadSource(data, key, "a fraction of the rows from 0 to below 1, or " + PathOrFiles) };
        }
    }
}

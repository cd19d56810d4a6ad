namespace Granary.Grains.Interfaces.Jobs;

/// <summary>Checks what a job says about its data.</summary>
internal static class DataSpecValidator
{
    public static void Check(DataSpec data, SpecFaults faults)
    {
        CheckSource(data.Train, "data.train", faults);
        CheckHeldOut(data.TestRows, "data.test", data, faults);
        CheckHeldOut(data.Validation, "data.validation", data, faults);
        faults.Unless(
            data.Validation is not { Fraction: 0, Source: null },
            "data.validation",
            "found 0, expected a fraction of the training rows above 0, a second source, or no 'validation'");
        faults.Unless(
            data.Validation?.Column is null || data.TestColumn is null || data.Validation.Column == data.TestColumn,
            "data.validation.column",
            $"found \"{data.Validation?.Column}\", expected \"{data.TestColumn}\", the column by which test rows are held out");
        CheckScaling(data.Scaling, data.ScaleFactor, "data.scale", faults);
        CheckLabels(data, faults);
        CheckFeatures(data, faults);
        CheckWeight(data, faults);
        ColumnSpecValidator.Check(data, faults);
        CheckCsv(data.Csv, faults);
        CheckIsCsv(data, faults);
    }

    private static void CheckSource(SourceSpec source, string key, SpecFaults faults)
    {
        var csv = !string.IsNullOrEmpty(source.Csv);
        var images = !string.IsNullOrEmpty(source.Images);
        var labels = !string.IsNullOrEmpty(source.Labels);
        if (csv && (images || labels))
        {
            faults.Add(key, "found both a CSV file and 'images' or 'labels', expected one or the other");
        }
        else if (!csv && !images && !labels)
        {
            faults.Add(key, "found no file, expected the path of a CSV file, or 'images' and 'labels' with the paths of two IDX or npy files");
        }
        else if (!csv && !(images && labels))
        {
            var (found, missing) = images ? ("images", "labels") : ("labels", "images");
            faults.Add(key, $"found '{found}' without '{missing}', expected the paths of both files");
        }
    }

    /// <summary>Checks how numbers are scaled.</summary>
    public static void CheckScaling(ScalingName? scaling, float factor, string key, SpecFaults faults)
    {
        faults.Unless(scaling is null || Enum.IsDefined(scaling.Value), key, $"found the unknown scaling {(int?)scaling}");
        faults.Unless(
            scaling != ScalingName.Factor || (factor > 0 && float.IsFinite(factor)),
            key,
            $"found {factor}, expected a finite number above 0, or \"standardize\", \"minmax\" or \"none\"");
    }

    private static void CheckHeldOut(HeldOutSpec? rows, string key, DataSpec data, SpecFaults faults)
    {
        if (rows is null)
        {
            return;
        }

        if (rows.Source is { } source)
        {
            CheckSource(source, key, faults);
            faults.Unless(rows.Fraction == 0, key, $"found a second source and the fraction {rows.Fraction}, expected one of them");
        }

        faults.Unless(
            rows.Fraction is >= 0 and < 1, key, $"found {rows.Fraction}, expected a fraction of the rows from 0 to below 1, or a second source");
        CheckWay(rows.By ?? HeldOutName.Row, rows, key, data, faults);
    }

    private static void CheckWay(HeldOutName by, HeldOutSpec rows, string key, DataSpec data, SpecFaults faults)
    {
        faults.Unless(Enum.IsDefined(by), $"{key}.by", $"found the unknown way {(int)by}");
        var needsColumn = by is HeldOutName.Group or HeldOutName.Time;
        faults.Unless(
            needsColumn == !string.IsNullOrEmpty(rows.Column),
            $"{key}.column",
            needsColumn
                ? $"found no column, expected the one by whose {(by == HeldOutName.Group ? "groups" : "times")} rows are held out"
                : $"found \"{rows.Column}\", expected no column: rows are held out by {JobFileNames.Of(by)}");
        faults.Unless(
            by == HeldOutName.Row || rows.Fraction > 0,
            $"{key}.by",
            $"found \"{JobFileNames.Of(by)}\" without a 'fraction' of rows to hold out, expected one above 0");
        faults.Unless(
            by is HeldOutName.Row or HeldOutName.Class || data.Train.Csv is not null,
            $"{key}.by",
            $"found \"{JobFileNames.Of(by)}\", but arrays have no columns, expected \"row\" or \"class\"");
        faults.Unless(rows.Column is null || !data.Labels.Contains(rows.Column), $"{key}.column", "found the label, expected another column");
    }

    private static void CheckCsv(CsvSpec csv, SpecFaults faults)
    {
        CheckMark(csv.Separator, CsvSpec.Separators, "data.separator", faults);
        CheckMark(csv.DecimalMark, CsvSpec.DecimalMarks, "data.decimal", faults);
        CheckMark(csv.ThousandsMark, CsvSpec.ThousandsMarks, "data.thousands", faults);
        faults.Unless(
            csv.ThousandsMark is not { } mark || mark != (csv.DecimalMark ?? "."),
            "data.thousands",
            $"found \"{csv.ThousandsMark}\", the decimal mark too, expected another one, or another 'decimal'");
        faults.Unless(
            csv.Encoding is null || Enum.IsDefined(csv.Encoding.Value),
            "data.encoding",
            $"found the unknown encoding {(int?)csv.Encoding}, expected one of {string.Join(", ", JobFileNames.All<EncodingName>())}");
    }

    private static void CheckIsCsv(DataSpec data, SpecFaults faults)
    {
        (string Key, object? Given)[] options =
        [
            ("data.separator", data.Csv.Separator),
            ("data.decimal", data.Csv.DecimalMark),
            ("data.thousands", data.Csv.ThousandsMark),
            ("data.header", data.Csv.Header),
            ("data.encoding", data.Csv.Encoding),
        ];
        foreach (var (key, given) in options)
        {
            faults.Unless(
                given is null || data.Train.Csv is not null,
                key,
                $"found {given}, which says how a CSV file is read, but the data are arrays, expected nothing");
        }
    }

    private static void CheckMark(string? mark, IReadOnlyList<string> known, string key, SpecFaults faults) => faults.Unless(
        mark is null || known.Contains(mark),
        key,
        $"found \"{mark}\", expected one of {string.Join(", ", known.Select(m => m == "\t" ? "\"\\t\"" : $"\"{m}\""))}");

    private static void CheckLabels(DataSpec data, SpecFaults faults)
    {
        var csv = data.Train.Csv is not null || data.Test?.Csv is not null || data.Validation?.Source?.Csv is not null;
        faults.Unless(
            !csv || (data.Labels.Length > 0 && !data.Labels.Contains("")),
            "data.label",
            "found no label, expected the name of the CSV column to learn, or a list of them");
        faults.Unless(
            csv || data.Labels.Length < 2, "data.label", $"found {data.Labels.Length} labels, expected one at most: the data are arrays");
        foreach (var label in data.Labels.GroupBy(l => l).Where(g => g.Count() > 1).Select(g => g.Key))
        {
            faults.Add("data.label", $"found the label '{label}' again, expected each once");
        }
    }

    private static void CheckWeight(DataSpec data, SpecFaults faults)
    {
        if (data.Weight is not { } weight)
        {
            return;
        }

        faults.Unless(weight.Length > 0, "data.weight", "found no name, expected that of the column with the weights of rows");
        faults.Unless(data.Train.Csv is not null, "data.weight", $"found '{weight}', but the data are arrays, which have no columns, expected nothing");
        faults.Unless(!data.Labels.Contains(weight), "data.weight", $"found the label '{weight}', expected another column");
        faults.Unless(data.Features?.Contains(weight) != true, "data.weight", $"found '{weight}', which is among the features, expected another column");
        faults.Unless(
            data.TestColumn != weight && data.Validation?.Column != weight,
            "data.weight",
            $"found '{weight}', by which rows are held out, expected another column");
    }

    private static void CheckFeatures(DataSpec data, SpecFaults faults)
    {
        if (data.Features is not { } features)
        {
            return;
        }

        faults.Unless(
            features.Length > 0, "data.features", "found no column, expected at least one, or no 'features' for all but the label");
        for (var i = 0; i < features.Length; i++)
        {
            var key = $"data.features[{i}]";
            faults.Unless(
                !data.Labels.Contains(features[i]), key, $"found the label '{features[i]}' among the features, expected other columns only");
            faults.Unless(
                Array.IndexOf(features, features[i]) == i, key, $"found the column '{features[i]}' again, expected each column once");
        }
    }
}

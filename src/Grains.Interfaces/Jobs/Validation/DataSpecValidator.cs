namespace Granary.Grains.Interfaces.Jobs;

/// <summary>Checks what a job says about its data.</summary>
internal static class DataSpecValidator
{
    public static void Check(DataSpec data, SpecFaults faults)
    {
        CheckSource(data.Train, "data.train", faults);
        if (data.Test is { } test)
        {
            CheckSource(test, "data.test", faults);
            faults.Unless(
                data.TestFraction == 0,
                "data.test",
                $"found a second source and the fraction {data.TestFraction}, expected one of them");
        }

        faults.Unless(
            data.TestFraction is >= 0 and < 1,
            "data.test",
            $"found {data.TestFraction}, expected a fraction of the rows from 0 to below 1, or a second source");
        CheckScaling(data, faults);
        CheckColumns(data, faults);
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

    private static void CheckScaling(DataSpec data, SpecFaults faults)
    {
        faults.Unless(Enum.IsDefined(data.Scaling), "data.scale", $"found the unknown scaling {(int)data.Scaling}");
        faults.Unless(
            data.Scaling != ScalingName.Factor || (data.ScaleFactor > 0 && float.IsFinite(data.ScaleFactor)),
            "data.scale",
            $"found {data.ScaleFactor}, expected a finite number above 0, or \"standardize\", \"minmax\" or \"none\"");
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

    private static void CheckColumns(DataSpec data, SpecFaults faults)
    {
        var csv = data.Train.Csv is not null || data.Test?.Csv is not null;
        faults.Unless(
            !csv || !string.IsNullOrEmpty(data.Label),
            "data.label",
            "found no label, expected the name of the CSV column to learn");
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
                features[i] != data.Label, key, $"found the label '{features[i]}' among the features, expected other columns only");
            faults.Unless(
                Array.IndexOf(features, features[i]) == i, key, $"found the column '{features[i]}' again, expected each column once");
        }
    }
}

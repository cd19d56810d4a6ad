using System.Globalization;

namespace Granary.Grains.Interfaces.Jobs;

/// <summary>Checks what a job says about single columns of its data.</summary>
internal static class ColumnSpecValidator
{
    private const int FewestCategories = 2;
    private const int MostCategories = 10_000;

    public static void Check(DataSpec data, SpecFaults faults)
    {
        faults.Unless(
            data.Columns.Length == 0 || data.Train.Csv is not null,
            "data.columns",
            "found columns, which say how CSV columns are used, but the data are arrays, expected nothing");
        foreach (var column in data.Columns)
        {
            Check(column, $"data.columns.{column.Name}", data, faults);
        }

        foreach (var name in data.Columns.GroupBy(c => c.Name).Where(g => g.Count() > 1).Select(g => g.Key))
        {
            faults.Add($"data.columns.{name}", "found this column again, expected it once");
        }
    }

    private static void Check(ColumnSpec column, string key, DataSpec data, SpecFaults faults)
    {
        var type = column.Type;
        faults.Unless(type is null || Enum.IsDefined(type.Value), $"{key}.type", $"found the unknown type {(int?)type}");
        faults.Unless(
            column.Missing is null || Enum.IsDefined(column.Missing.Value), $"{key}.missing", $"found the unknown way {(int?)column.Missing}");
        DataSpecValidator.CheckScaling(column.Scaling, column.ScaleFactor, $"{key}.scale", faults);
        faults.Unless(
            column.MaxCategories is null or (>= FewestCategories and <= MostCategories),
            $"{key}.maxCategories",
            $"found {column.MaxCategories}, expected a whole number from {FewestCategories} to {MostCategories}");
        faults.Unless(
            column.Format is null || IsFormat(column.Format),
            $"{key}.format",
            $"found \"{column.Format}\", expected how dates are written, for example \"dd.MM.yyyy\" or \"yyyy-MM-dd HH:mm\"");
        CheckUse(column, key, data, faults);
    }

    // What says nothing for the type is a mistake, wherever it stands.
    private static void CheckUse(ColumnSpec column, string key, DataSpec data, SpecFaults faults)
    {
        var isLabel = data.Labels.Contains(column.Name);
        (string Key, string? Given, bool IsOfUse)[] options =
        [
            ("type", column.Type is ColumnTypeName.Ignore or ColumnTypeName.Date ? NameOf(column.Type) : null, !isLabel),
            ("missing", NameOf(column.Missing), !isLabel && column.Type is not (ColumnTypeName.Category or ColumnTypeName.Ignore)),
            ("scale", NameOf(column.Scaling), column.Type is null or ColumnTypeName.Number or ColumnTypeName.Date),
            ("maxCategories", column.MaxCategories?.ToString(CultureInfo.InvariantCulture), !isLabel && column.Type is null or ColumnTypeName.Category),
            ("format", column.Format, !isLabel && column.Type == ColumnTypeName.Date),
        ];
        foreach (var (option, given, isOfUse) in options)
        {
            faults.Unless(
                given is null || isOfUse,
                $"{key}.{option}",
                isLabel
                    ? $"found \"{given}\", which means nothing for a label, expected nothing"
                    : $"found \"{given}\", which means nothing for a column of the type \"{NameOf(column.Type) ?? "none"}\", expected nothing");
        }
    }

    private static string? NameOf<T>(T? value)
        where T : struct, Enum => value is { } v ? JobFileNames.Of(v) : null;

    private static bool IsFormat(string format)
    {
        try
        {
            var date = new DateTime(2001, 2, 3, 0, 0, 0, DateTimeKind.Utc);
            return DateTime.TryParseExact(
                    date.ToString(format, CultureInfo.InvariantCulture), format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var read)
                && read == date;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}

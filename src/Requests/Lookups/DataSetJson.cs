using System.Text.Json;
using Granary.Grains.Interfaces.Uploads;
using Granary.Requests.Statuses;

namespace Granary.Requests.Lookups;

/// <summary>A data set as one object of JSON. Scripts depend on its keys: add, never change.</summary>
internal static class DataSetJson
{
    /// <summary>The line of a data set.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="view">What it looks like; null to leave that out.</param>
    public static string Line(KeptDataSet set, DataSetView? view = null) => StatusJson.Write(json => WriteMembers(json, set, view));

    /// <summary>Writes the members of a data set into an object.</summary>
    public static void WriteMembers(Utf8JsonWriter json, KeptDataSet set, DataSetView? view)
    {
        json.WriteString("sha256", set.Facts.Sha256);
        json.WriteString("name", set.Facts.Name);
        json.WriteNumber("bytes", set.Facts.Bytes);
        json.WriteString("uploadedAt", set.Facts.UploadedAt?.ToString("O"));
        StatusJson.Texts(json, "jobs", set.Jobs.Select(j => j.JobId));
        if (view is not null)
        {
            WriteColumns(json, view);
        }
    }

    private static void WriteColumns(Utf8JsonWriter json, DataSetView view)
    {
        json.WriteString("format", view.Format);
        json.WriteStartArray("columns");
        foreach (var column in view.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("type", column.Type);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("firstRows");
        foreach (var row in view.FirstRows)
        {
            json.WriteStartArray();
            Array.ForEach(row, json.WriteStringValue);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}

using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Granary.Benchmarks.Common;

namespace Granary.Benchmarks.Scaling.Reporting;

/// <summary>
/// <c>scaling.json</c>, and <c>scaling.md</c> made from it. A part that is measured again takes the place of its old results; the other
/// parts stay.
/// </summary>
public static class ResultFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Results Read(string folder)
    {
        var path = JsonPath(folder);
        return File.Exists(path) ? JsonSerializer.Deserialize<Results>(File.ReadAllText(path), Json)! : new Results();
    }

    public static void Write(string folder, Results results)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(JsonPath(folder), JsonSerializer.Serialize(results, Json) + "\n");
        File.WriteAllText(Path.Combine(folder, "scaling.md"), Report.Markdown(results));
    }

    /// <summary>Puts the machine, the date and the commit beside results.</summary>
    public static Measured<T> Measured<T>(IReadOnlyList<T> results, string how) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Machine.Describe()}; {DateTime.UtcNow:yyyy-MM-dd}, commit {Repository.Commit() ?? "unknown"}; load of the machine "
            + $"before: {LoadBefore}. {how}"),
        results);

    // The machine's own figure of how many wanted to run in the minute before this program was started.
    private static string LoadBefore { get; } = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private static string JsonPath(string folder) => Path.Combine(folder, "scaling.json");
}

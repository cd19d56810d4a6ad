using System.Globalization;
using System.Text.RegularExpressions;
using Granary.Formulas.Activations;
using Granary.Formulas.Initializers;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Formulas.Schedules;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Tests.Examples;

/// <summary>Writes into the schema's text what follows from the names that are registered: nobody does so by hand.</summary>
internal static class SchemaText
{
    /// <summary>The text with the names, settings, ranges and defaults of today.</summary>
    public static string Derive(string schema)
    {
        schema = WithNames<Activation>(schema, "\"activations\": \\{[^]]*?\"items\": ");
        schema = WithNames<NormalizationName>(schema, "\"normalization\": \\{[^[]*\"anyOf\": \\[\n            ");
        schema = WithNames<NormalizationName>(schema, "\"normalization\": \\{[^]]*\\[[^]]*\\][^]]*\"items\": ");
        schema = WithNames<Initializer>(schema, "\"initializer\": ");
        schema = WithNames<Loss>(schema, "\"loss\": ");
        schema = WithNames<OptimizerKind>(schema, "\"optimizer\": \\{[^[]*\\[[^]]*\\][^[]*?\"name\": ");
        schema = WithNames<ScheduleKind>(schema, "\n    \"schedule\": \\{[^{]*?\"anyOf\": \\[\n        ");
        schema = WithNames<ScheduleKind>(schema, "\"definitions\": \\{\n    \"schedule\": \\{[^[]*\\[[^]]*\\][^[]*?\"name\": ");
        schema = WithNames<MetricName>(schema, "\"earlyStopping\": \\{[^]]*?\"metric\": ");
        schema = WithNames<MetricName>(schema, "\"minLearningRate\": [^\n]*\n        \"metric\": ");
        return Replace(
            schema,
            """(?<=\n        "learningRate": \{[^\n]*\}),?\n.*?(?=\n      \}\n    \},\n    "batchSize")""",
            ",\n" + string.Join(",\n", OptimizerCatalog.AllSettings.Select(Setting)));
    }

    private static string WithNames<T>(string schema, string place)
        where T : struct, Enum =>
        Replace(schema, $"(?<={place}\\{{[^]]*?\"enum\": )\\[[^]]*\\]", $"[{string.Join(", ", JobFileNames.All<T>().Select(n => $"\"{n}\""))}]");

    private static string Replace(string schema, string pattern, string replacement)
    {
        Assert.Single(Regex.Matches(schema, pattern, RegexOptions.Singleline));
        return Regex.Replace(schema, pattern, _ => replacement, RegexOptions.Singleline);
    }

    private static string Setting(OptimizerSetting setting)
    {
        var users = Enum.GetValues<OptimizerKind>()
            .SelectMany(k => OptimizerCatalog.SettingsOf(k).Where(s => s.Name == setting.Name).Select(s => (Name: JobFileNames.Of(k), Setting: s)))
            .ToArray();
        var meanings = users
            .GroupBy(u => u.Setting.Meaning, u => u.Name)
            .Select(g => $"{string.Join(" and ", g)}: {g.Key}");
        var defaults = users.GroupBy(u => u.Setting.Default, u => u.Name).ToArray();
        var range = setting.Range switch
        {
            SettingRange.Share => "\"minimum\": 0, \"exclusiveMaximum\": 1",
            SettingRange.AboveZero => "\"exclusiveMinimum\": 0",
            _ => "\"minimum\": 0",
        };
        var ending = defaults.Length == 1
            ? ""
            : $" Left out, it is {string.Join(", ", defaults.Select(d => $"{Number(d.Key)} for {string.Join(" and ", d)}"))}.";
        var standard = defaults.Length == 1 ? $", \"default\": {Number(setting.Default)}" : "";
        return $$"""
                    "{{setting.Name}}": {
                      "description": "{{string.Join("; ", meanings)}}.{{ending}}",
                      "type": "number", {{range}}{{standard}}
                    }
            """;
    }

    // As people write it: 1e-8.
    private static string Number(float value) =>
        Regex.Replace(value.ToString(CultureInfo.InvariantCulture), "E([-+]?)0*", m => "e" + m.Groups[1].Value.Trim('+'));
}

using System.Text.Json;

namespace Granary.Silo.Tests.Processes;

public sealed class RunProgramTests
{
    [Theory]
    [InlineData("house-prices.csv", 0.95)]
    [InlineData("two-targets.csv", 0.95, "sum", "diff")]
    [InlineData("semicolon-decimal-comma.csv", 0.85)]
    [InlineData("missing.csv", 0.85)]
    [InlineData("several-labels.csv", 0.85, "is_hot", "is_wet", "is_loud")]
    public async Task InitAndRun_TablesAsPeopleHaveThem_LearnWithoutEditing(string table, double least, params string[] labels)
    {
        using var folder = new TemporaryFolder();
        var job = Path.Combine(folder.Path, "job.json");
        var data = Path.Combine(Repository.Root, "tests", "Data.Tests", "Cases", "Files", table);

        var (exitCode, _, error) = await Program.Run("granary", ["init", data, "--out", job, .. labels.SelectMany(l => new[] { "--label", l })]);
        Assert.True(exitCode == 0, error);
        (exitCode, var output, error) = await Program.Run("granary", "run", job, "--json");
        Assert.True(exitCode == 0, error);

        var last = JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]).RootElement;
        if (last.GetProperty("trainAccuracy").ValueKind == JsonValueKind.Number)
        {
            Assert.InRange(last.GetProperty("trainAccuracy").GetDouble(), least, 1);
            return;
        }

        Assert.All(last.GetProperty("testOutputs").EnumerateArray(), o =>
            Assert.InRange(o.GetProperty(labels.Length == 3 ? "accuracy" : "r2").GetDouble(), least, 1));
    }

    [Fact]
    public async Task RunOut_AModel_PredictsIsEvaluatedAndVerified()
    {
        using var folder = new TemporaryFolder();
        var (job, model) = (Path.Combine(folder.Path, "job.json"), Path.Combine(folder.Path, "houses.safetensors"));
        var data = Path.Combine(Repository.Root, "tests", "Data.Tests", "Cases", "Files", "house-prices.csv");
        await Granary("init", data, "--out", job);
        await Granary("run", job, "--out", model);

        var predicted = await Granary("predict", model, "--data", data, "--keep", "price");
        var evaluated = JsonDocument.Parse(await Granary("evaluate", model, "--data", data, "--json")).RootElement;
        var verified = await Granary("verify", model);

        Assert.StartsWith("price,prediction\n", predicted, StringComparison.Ordinal);
        Assert.Equal(evaluated.GetProperty("rows").GetInt32(), predicted.TrimEnd().Split('\n').Length - 1);
        Assert.InRange(evaluated.GetProperty("values")[0].GetProperty("r2").GetDouble(), 0.95, 1);
        Assert.StartsWith($"{model} is verified", verified, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_DigitsAsShipped_RecognizesTheTestDigits()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "examples", "digits.json");

        var (exitCode, output, error) = await Program.Run("granary", "run", file, "--json");

        Assert.True(exitCode == 0, $"expected exit code 0, found {exitCode}: {error}");
        var last = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1];
        var result = JsonDocument.Parse(last).RootElement;
        Assert.Equal("completed", result.GetProperty("state").GetString());
        Assert.InRange(result.GetProperty("testAccuracy").GetDouble(), 0.95, 1);
    }

    private static async Task<string> Granary(params string[] arguments)
    {
        var (exitCode, output, error) = await Program.Run("granary", arguments);
        Assert.True(exitCode == 0, error);
        return output;
    }
}

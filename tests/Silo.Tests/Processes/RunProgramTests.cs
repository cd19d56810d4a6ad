using System.Text.Json;

namespace Granary.Silo.Tests.Processes;

public sealed class RunProgramTests
{
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
}

using System.Text.Json;

namespace Granary.Silo.Tests.Processes;

/// <summary>A job whose data lies where the silo does not read.</summary>
public sealed class UploadProgramTests
{
    private static readonly string Digits = Path.Combine(AppContext.BaseDirectory, "examples", "digits.json");

    [Fact]
    public async Task Submit_DataOutsideTheRoots_IsUploadedOnceListedAndRemoved()
    {
        using var data = new TemporaryFolder();
        using var root = new TemporaryFolder();
        await using var silo = await SiloProcess.StartAsync(data, "--data-root", root.Path);
        var local = await Granary("run", Digits, "--json", "--set", "epochs=2");

        var uploaded = await Granary("submit", Digits, "--follow", "--json", "--set", "epochs=2", "--data-dir", data.Path);
        var again = await Granary("submit", Digits, "--follow", "--json", "--set", "epochs=2", "--data-dir", data.Path);

        Assert.Equal(Hash(local.Output), Hash(uploaded.Output));
        Assert.Equal(Hash(local.Output), Hash(again.Output));
        Assert.DoesNotContain("pload", local.Error, StringComparison.Ordinal);
        Assert.Contains("Uploaded digits.csv: ", uploaded.Error, StringComparison.Ordinal);
        Assert.Contains("digits.csv is in the cluster already.", again.Error, StringComparison.Ordinal);
        var listed = JsonDocument.Parse((await Granary("data", "--json", "--data-dir", data.Path)).Output).RootElement;
        Assert.Equal(2, listed.GetProperty("jobs").GetArrayLength());
        await Granary("data", "rm", "digits.csv", "--data-dir", data.Path);
        Assert.Empty(Directory.GetFiles(Path.Combine(data.Path, "uploads")));
    }

    [Fact]
    public async Task Submit_MoreThanTheLimit_IsRefused()
    {
        using var data = new TemporaryFolder();
        using var root = new TemporaryFolder();
        await using var silo = await SiloProcess.StartAsync(data, "--data-root", root.Path, "--data-set-limit", "10KB");

        var (exitCode, _, error) = await Program.Run("granary", "submit", Digits, "--data-dir", data.Path);

        Assert.Equal(2, exitCode);
        Assert.Contains("digits.csv was not uploaded: found ", error, StringComparison.Ordinal);
        Assert.Contains("expected at most 10240 a data set", error, StringComparison.Ordinal);
    }

    private static string? Hash(string output) =>
        JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]).RootElement.GetProperty("weightsHash").GetString();

    private static async Task<(string Output, string Error)> Granary(params string[] arguments)
    {
        var (exitCode, output, error) = await Program.Run("granary", arguments);
        Assert.True(exitCode == 0, error);
        return (output, error);
    }
}

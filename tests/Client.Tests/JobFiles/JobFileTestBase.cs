using Granary.Requests.JobFiles;

namespace Granary.Client.Tests.JobFiles;

/// <summary>Writes job files and reads them.</summary>
public abstract class JobFileTestBase : IDisposable
{
    protected const string Valid = """
        {
          "name": "iris", // comments are allowed
          "data": { "train": "iris.csv", "label": "species", "test": 0.25 },
          "network": { "dimensions": [4, 8, 3], "activations": ["relu", "softmax"] },
          "loss": "crossEntropy",
          "optimizer": { "name": "adam", "learningRate": 0.01 },
          "batchSize": 16,
          "epochs": 3,
        }
        """;

    private readonly TemporaryFolder _folder = new();

    internal string Folder => _folder.Path;

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    internal JobFile Read(string text, params string[] settings) => JobFile.Read(_folder.Write("job.json", text), settings);

    /// <summary>The faults of a text as they are printed, without the folder.</summary>
    internal string[] Faults(string text, params string[] settings)
    {
        var file = Read(text, settings);
        Assert.Equal(file.Faults.Count == 0, file.Spec is not null);
        return [.. file.Faults.Select(f => f.ToString().Replace(Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal))];
    }

    /// <summary>The one fault of the valid job with one text replaced.</summary>
    internal string FaultOf(string replaced, string by)
    {
        Assert.Contains(replaced, Valid, StringComparison.Ordinal);
        return Assert.Single(Faults(Valid.Replace(replaced, by, StringComparison.Ordinal)));
    }
}

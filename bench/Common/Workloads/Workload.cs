using System.Text.Json;
using Granary.Data;
using Granary.Data.Scaling;
using Granary.Data.Sources;
using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Grains.Interfaces.Jobs;
using Granary.Numerics.Datasets;
using Granary.Numerics.Networks;
using Granary.Numerics.Training;

namespace Granary.Benchmarks.Common.Workloads;

/// <summary>What is trained, as every peer's process reads it from <c>workload.json</c>.</summary>
/// <param name="Dimensions">Row lengths from the input to the output.</param>
/// <param name="BatchSize">Rows of a mini-batch.</param>
/// <param name="LearningRate">The learning rate of plain gradient descent.</param>
/// <param name="Scale">What features are multiplied by.</param>
/// <param name="Images">Fashion-MNIST's training images.</param>
/// <param name="Labels">Their labels.</param>
/// <param name="Csv">The first columns of the same rows, for a network with fewer inputs; null when it takes all.</param>
public sealed record Workload(
    int[] Dimensions, int BatchSize, float LearningRate, float Scale, string Images, string Labels, string? Csv)
{
    public const string FileName = "workload.json";

    /// <summary>Decides first weights and order of rows.</summary>
    public const long Seed = 1;

    // More than any benchmark starts: what is measured is measured on all of them.
    private const int AllSilos = 64;

    private const string LabelColumn = "label";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public NetworkShape Shape => new(
        Dimensions, [.. Dimensions.Skip(2).Select(_ => Activation.Relu), Activation.Sigmoid]);

    public static Workload Read(string folder) =>
        JsonSerializer.Deserialize<Workload>(File.ReadAllText(Path.Combine(folder, FileName)), Json)!;

    public void Write(string folder) =>
        File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Json));

    public Dataset LoadData() => TrainingData.Load(new DataRequest(Csv is null ? new ArraySource(Images, Labels) : new TableSource(Csv))
    {
        Labels = Csv is null ? [] : [LabelColumn],
        Scaling = FeatureScaling.By(Scale),
    }).Train;

    public TrainingSettings Settings(int shards, long steps) =>
        new(Shape, Loss.Mse, new OptimizerSettings(OptimizerKind.Sgd, LearningRate), BatchSize)
        {
            Seed = Seed,
            Shards = shards,
            Steps = steps,
        };

    public JobSpec Spec(int shards, long steps) => new()
    {
        Name = "peers",
        Data = new DataSpec
        {
            Train = Csv is null ? new SourceSpec { Images = Images, Labels = Labels } : new SourceSpec { Csv = Csv },
            Labels = Csv is null ? [] : [LabelColumn],
            Scaling = ScalingName.Factor,
            ScaleFactor = Scale,
        },
        Network = new NetworkSpec
        {
            Dimensions = Dimensions,
            Activations = [.. Dimensions.Skip(2).Select(_ => Activation.Relu), Activation.Sigmoid],
        },
        Loss = Loss.Mse,
        Optimizer = new OptimizerSpec { Name = OptimizerKind.Sgd, LearningRate = LearningRate },
        BatchSize = BatchSize,
        Steps = steps,
        Seed = Seed,
        Shards = shards,
        WorkersPerSilo = 1,
        Silos = AllSilos,
    };

    /// <summary>The same job as a job file, with Fashion-MNIST's test images where it takes all columns.</summary>
    public string JobFile(int shards, long steps)
    {
        var data = Csv is null
            ? new { train = new { images = Images, labels = Labels }, test = TestFiles(), scale = Scale }
            : (object)new { train = Csv, label = LabelColumn, scale = Scale };
        return JsonSerializer.Serialize(new
        {
            name = "peers",
            data,
            network = new { dimensions = Dimensions, activations = Dimensions.Skip(2).Select(_ => "relu").Append("sigmoid") },
            loss = "mse",
            optimizer = new { name = "sgd", learningRate = LearningRate },
            batchSize = BatchSize,
            steps,
            seed = Seed,
            shards,
            workersPerSilo = 1,
        });
    }

    private object TestFiles() => new { images = TestFile(Images), labels = TestFile(Labels) };

    private static string TestFile(string train) =>
        Path.Combine(Path.GetDirectoryName(train)!, Path.GetFileName(train).Replace("train-", "t10k-", StringComparison.Ordinal));

    /// <summary>Writes the first columns of IDX rows as the CSV file that <see cref="Csv"/> names.</summary>
    public void WriteCsv()
    {
        var all = TrainingData.Load(new DataRequest(new ArraySource(Images, Labels))).Train;
        using var writer = new StreamWriter(Csv!);
        writer.WriteLine(string.Join(',', [.. Enumerable.Range(0, Dimensions[0]).Select(c => $"x{c}"), LabelColumn]));
        for (var row = 0; row < all.Rows; row++)
        {
            writer.WriteLine(string.Join(',', [.. all.Row(row)[..Dimensions[0]], all.Labels[row]]));
        }
    }
}

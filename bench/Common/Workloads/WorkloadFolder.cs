using System.Runtime.InteropServices;
using Granary.Numerics.Layers;
using Granary.Numerics.Sharding;
using Granary.Numerics.Training;

namespace Granary.Benchmarks.Common.Workloads;

/// <summary>
/// A temporary folder with what the peers' processes start from: <c>workload.json</c>, the first weights and the rows of the
/// first mini-batches, as little-endian numbers.
/// </summary>
public sealed class WorkloadFolder : IDisposable
{
    /// <summary>How many mini-batches' losses are compared.</summary>
    public const int CheckedSteps = 20;

    private const string DataFolder = "/usr/share/datasets/fashion-mnist";
    private const float LearningRate = 0.5f;
    private const float Scale = 1f / 255;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("granary-peers-");
    private readonly CleanUp _cleanUp;

    public WorkloadFolder(PeerNetwork network, string? dataFolder)
    {
        _cleanUp = new CleanUp(() => _folder.Delete(recursive: true));
        var data = dataFolder ?? DataFolder;
        var (images, labels) = (Find(data, "train-images-idx3-ubyte.gz"), Find(data, "train-labels-idx1-ubyte.gz"));
        var csv = network.Dimensions[0] < 784 ? Path.Combine(_folder.FullName, "columns.csv") : null;
        Workload = new Workload(network.Dimensions, network.BatchSize, LearningRate, Scale, images, labels, csv);
        Workload.Write(_folder.FullName);
        if (csv is not null)
        {
            Workload.WriteCsv();
        }

        WriteWeights();
        WriteRows();
    }

    public string FullName => _folder.FullName;

    public Workload Workload { get; }

    public void Dispose() => _cleanUp.Dispose();

    private static string Find(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException(
                $"Found no {path}, expected Fashion-MNIST. apt-get install dataset-fashion-mnist, or name its folder with --data.");
    }

    // Layer by layer: W neuron by neuron, then the biases.
    private void WriteWeights()
    {
        using var file = File.Create(Path.Combine(_folder.FullName, "weights.bin"));
        var settings = Workload.Settings(shards: 1, steps: 1);
        for (var l = 0; l < Workload.Shape.Layers.Count; l++)
        {
            var layer = Workload.Shape.Layers[l];
            var slice = new SliceShape(l, 0, 0, layer.Outputs, layer.Inputs);
            var parameters = new float[slice.Length];
            WeightInitializer.Fill(settings.Initializer, layer, slice, settings.Seed, parameters);
            file.Write(MemoryMarshal.AsBytes<float>(parameters));
        }
    }

    private void WriteRows()
    {
        using var file = File.Create(Path.Combine(_folder.FullName, "rows.bin"));
        var order = new RowOrder(Schedule(), Workload.Seed);
        for (var step = 0; step < CheckedSteps; step++)
        {
            file.Write(MemoryMarshal.AsBytes(order.Rows(step)));
        }
    }

    private BatchSchedule Schedule() =>
        new(Workload.LoadData().Rows, Workload.BatchSize, shards: 1, epochs: null, CheckedSteps);
}

using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Numerics.Datasets;
using Granary.Numerics.Kernels.Dispatch;
using Granary.Numerics.Layers;
using Granary.Numerics.Memory;
using Granary.Numerics.Networks;
using Granary.Numerics.Sharding;
using Granary.Numerics.Slicing;
using Granary.Numerics.Tests.Training;
using Granary.Numerics.Threads;
using Granary.Numerics.Training;

namespace Granary.Numerics.Tests.Sharding;

/// <summary>Training by workers that each compute some nodes of the shard tree, against the sequential trainer.</summary>
public sealed unsafe class WireFormatTests
{
    private const int Rows = 90;

    public static TheoryData<WireFormat, int> Deals()
    {
        var deals = new TheoryData<WireFormat, int>();
        foreach (var wire in Enum.GetValues<WireFormat>())
        {
            foreach (var workers in new[] { 1, 2, 3, 4, 5, 8 })
            {
                deals.Add(wire, workers);
            }
        }

        return deals;
    }

    [Theory]
    [MemberData(nameof(Deals))]
    public void Train_ShardsDealtToWorkers_SameBitsAsTheSequentialTrainer(WireFormat wire, int workers)
    {
        var network = new NetworkShape([17, 40, 6], [Activation.Tanh, Activation.Softmax]);
        var settings = new TrainingSettings(network, Loss.CrossEntropy, new OptimizerSettings(OptimizerKind.Adam, 0.02f), 37)
        {
            Epochs = 2,
            Wire = wire,
        };
        var data = RandomRows.OfClasses(Rows, 17, 6, seed: 1);
        using var team = new ComputeTeam(1);
        var sequential = new SequentialTrainer(settings, data, MatrixKernels.Create(), team);
        sequential.Train();

        Assert.Equal(sequential.WeightsHash, Train(settings, data, team, workers));
    }

    [Fact]
    public void Train_Bfloat16_PublishesRoundedWeightsOnly()
    {
        var network = new NetworkShape([3, 2], [Activation.Sigmoid]);
        var optimizer = new OptimizerSettings(OptimizerKind.Sgd, 0.1f);
        var settings = new TrainingSettings(network, Loss.Mse, optimizer, 4) { Steps = 1, Wire = WireFormat.Bfloat16 };
        using var team = new ComputeTeam(1);
        var trainer = new SequentialTrainer(settings, RandomRows.OfClasses(8, 3, 2, seed: 1), MatrixKernels.Create(), team);

        AssertRounded(trainer);
        var before = trainer.WeightsHash;
        trainer.Train();
        AssertRounded(trainer);
        Assert.NotEqual(before, trainer.WeightsHash);
    }

    private static void AssertRounded(SequentialTrainer trainer)
    {
        float[] parameters = [.. trainer.Network.Weights[0].ToColumnMajorArray(), .. trainer.Network.Biases[0]];
        Assert.All(parameters, value => Assert.Equal(0u, BitConverter.SingleToUInt32Bits(value) & 0xFFFF));
    }

    // What grains do, without grains: one slice a layer, each node computed on its own, the tree finished where the slice is.
    private static string Train(TrainingSettings settings, Dataset data, ComputeTeam team, int workers)
    {
        var shapes = SlicePlan.Cut(settings.Network, SliceCut.Whole).Select(slices => slices.Single()).ToArray();
        var parameters = Array.ConvertAll(shapes, shape => First(settings, shape));
        var weights = shapes.Select((shape, l) => new Slice[] { new(shape, parameters[l].Pointer) }).ToArray();
        var optimizer = Optimizer.Create(settings.Optimizer);
        var states = Array.ConvertAll(shapes, shape => new SliceState(shape, optimizer, settings.Wire));
        foreach (var shape in shapes)
        {
            states[shape.Layer].Start(parameters[shape.Layer]);
        }

        var schedule = new BatchSchedule(data.Rows, settings.BatchSize, settings.Shards, settings.Epochs, settings.Steps);
        var order = new RowOrder(schedule, settings.Seed);
        var work = new Backpropagation(
            settings.Network, settings.Loss, MatrixKernels.Create(), team, settings.BatchSize, settings.Wire);
        var nodes = ShardRange.Deal(settings.Shards, [.. Enumerable.Repeat(1, workers)]).SelectMany(range => range.Nodes()).ToArray();
        Assert.True(nodes.Length >= workers);
        var tree = new GradientTree(settings.Shards, settings.Wire);
        for (long step = 0; step < schedule.TotalSteps; step++)
        {
            work.Load(data, order.Rows(step));
            for (var l = 0; l < shapes.Length; l++)
            {
                work.Forward(l, weights[l]);
            }

            work.EvaluateLoss();
            for (var l = shapes.Length - 1; l >= 0; l--)
            {
                var gradients = Array.ConvertAll(nodes, _ => new AlignedBuffer(shapes[l].Length));
                tree.Clear();
                for (var n = 0; n < nodes.Length; n++)
                {
                    work.Gradient(l, Starts(schedule, schedule.RowsIn(step), nodes[n]), [new Slice(shapes[l], gradients[n].Pointer)]);
                    tree.TryAdd(nodes[n], gradients[n].Pointer);
                }

                if (l > 0)
                {
                    work.Backward(l, weights[l]);
                }

                states[l].Update(team, step, schedule.RowsIn(step), tree, parameters[l], parameters[l]);
                GC.KeepAlive(gradients);
            }
        }

        var hash = WeightsHash.Compute(weights);
        GC.KeepAlive(parameters);
        return hash;
    }

    private static AlignedBuffer First(TrainingSettings settings, SliceShape shape)
    {
        var parameters = new AlignedBuffer(shape.Length);
        WeightInitializer.Fill(settings.Initializer, settings.Network.Layers[shape.Layer], shape, settings.Seed, parameters.Span);
        return parameters;
    }

    private static int[] Starts(BatchSchedule schedule, int rows, TreeNode node) =>
        [.. Enumerable.Range(node.FirstShard, node.ShardCount + 1).Select(shard => schedule.ShardStart(rows, shard))];
}

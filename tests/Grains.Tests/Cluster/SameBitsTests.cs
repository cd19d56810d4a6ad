using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Tests.Cluster;

/// <summary>The promise: the weights of a job follow from the job and its data, whatever the cluster looks like.</summary>
[Collection(ClusterCollection.Name)]
public sealed class SameBitsTests(ClusterFixture clusters)
{
    private static readonly JobSpec Digits = TestJobs.Digits;

    // 320 x 1,000 weights and more: layers of two slices and of three, which several silos share.
    private static readonly JobSpec Wide = Digits with
    {
        Name = "wide",
        Network = new NetworkSpec
        {
            Dimensions = [64, 320, 1000, 600, 10],
            Activations = [Activation.Relu, Activation.Tanh, Activation.LeakyRelu, Activation.Softmax],
        },
        Loss = Loss.CrossEntropy,
        Epochs = null,
        Steps = 6,
    };

    private static readonly Lazy<string> DigitsHash = new(() => TestJobs.SequentialHash(Digits));
    private static readonly Lazy<string> WideHash = new(() => TestJobs.SequentialHash(Wide));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(1, 3)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    [InlineData(3, 3)]
    [InlineData(3, 2, false)]
    public async Task Run_AnySilosAndWorkers_EndsWithTheSequentialTrainersWeights(int silos, int workersPerSilo, bool sharesMemory = true)
    {
        var status = await (await clusters.Of(silos, sharesMemory)).Run(Digits with { WorkersPerSilo = workersPerSilo });

        AssertCompleted(status, DigitsHash.Value);
        Assert.Equal((silos, Math.Min(8, silos * workersPerSilo)), (status.Facts!.Silos, status.Facts.Workers));
    }

    [Theory]
    [InlineData(1, 2, true)]
    [InlineData(2, 1, true)]
    [InlineData(3, 2, true)]
    [InlineData(2, 1, false)]
    [InlineData(3, 2, false)]
    public async Task Run_SeveralSlicesALayer_EndsWithTheSequentialTrainersWeights(int silos, int workersPerSilo, bool sharesMemory)
    {
        var status = await (await clusters.Of(silos, sharesMemory)).Run(Wide with { WorkersPerSilo = workersPerSilo });

        int[] slices = silos switch { 1 => [1, 2, 3, 1], 2 => [1, 3, 7, 1], _ => [1, 5, 10, 1] };
        Assert.Equal(slices, status.Facts!.Layers.Select(l => l.Slices));
        AssertCompleted(status, WideHash.Value);
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.Momentum)]
    [InlineData(OptimizerKind.Nesterov)]
    [InlineData(OptimizerKind.Adam)]
    [InlineData(OptimizerKind.AdamW)]
    public async Task Run_EachOptimizer_EndsWithTheSequentialTrainersWeights(OptimizerKind name)
    {
        var spec = Digits with { Epochs = 1, Optimizer = new OptimizerSpec { Name = name, LearningRate = 0.01f } };

        AssertCompleted(await (await clusters.Of(3)).Run(spec), TestJobs.SequentialHash(spec));
    }

    [Theory]
    [InlineData(9, 8)] // shards of 1 and 2 rows; the last mini-batch has 7
    [InlineData(5, 8)] // fewer rows than shards: some are empty; the last mini-batch has 3
    [InlineData(1, 4)]
    [InlineData(100, 1)] // one shard: one worker, however many silos there are
    [InlineData(718, 16)] // the last mini-batch has 2
    [InlineData(1438, 32)] // the whole training set
    public async Task Run_BatchesThatDoNotDivide_EndsWithTheSequentialTrainersWeights(int batchSize, int shards)
    {
        var spec = Digits with { BatchSize = batchSize, Shards = shards, WorkersPerSilo = 2, Epochs = 1 };
        spec = batchSize == 1 ? spec with { Steps = 100 } : spec;

        AssertCompleted(await (await clusters.Of(3)).Run(spec), TestJobs.SequentialHash(spec));
    }

    [Fact]
    public async Task Run_OtherSeed_EndsWithOtherWeights()
    {
        var spec = Digits with { Seed = 2 };

        var status = await (await clusters.Of(2)).Run(spec);

        AssertCompleted(status, TestJobs.SequentialHash(spec));
        Assert.NotEqual(DigitsHash.Value, status.WeightsHash);
    }

    [Fact]
    public async Task Run_TwoJobsAtATime_EndLikeEachAlone()
    {
        var cluster = await clusters.Of(2);

        var ended = await Task.WhenAll(
            cluster.Run(Digits with { WorkersPerSilo = 2 }), cluster.Run(Wide), cluster.Run(Digits with { Seed = 5, Name = "other" }));

        AssertCompleted(ended[0], DigitsHash.Value);
        AssertCompleted(ended[1], WideHash.Value);
        AssertCompleted(ended[2], TestJobs.SequentialHash(Digits with { Seed = 5 }));
    }

    private static void AssertCompleted(JobStatus status, string hash)
    {
        Assert.Null(status.Error);
        Assert.Equal(JobState.Completed, status.State);
        Assert.Equal(status.Facts!.TotalSteps, status.Steps);
        Assert.Equal(hash, status.WeightsHash);
    }
}

using System.Security.Cryptography;
using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Grains.Interfaces.Jobs;
using Granary.Models;

namespace Granary.Grains.Tests.Cluster;

/// <summary>What a completed job leaves.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ModelTests(ClusterFixture clusters) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private JobSpec Wide { get; } = TestJobs.Digits with
    {
        Name = "wide",
        Network = new NetworkSpec { Dimensions = [64, 700, 300, 10], Activations = [Activation.Relu, Activation.Tanh, Activation.Softmax] },
        Loss = Loss.CrossEntropy,
        Optimizer = new OptimizerSpec { Name = OptimizerKind.Adam, LearningRate = 0.001f },
        Steps = 40,
        Epochs = null,
        Checkpoint = new CheckpointSpec { EverySteps = 15 },
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Model_OfACompletedJob_IsTheSameFileOnAnyNumberOfSilos()
    {
        var files = new List<byte[]>();
        foreach (var silos in new[] { 1, 2, 3 })
        {
            var job = await (await clusters.Of(silos)).Submit(Wide);
            var status = await TestCluster.End(job);
            Assert.Null(status.ModelFault);
            var bytes = await Read(job, step: null);

            using var model = Load(bytes);
            Assert.Equal(status.WeightsHash, model.Weights.Hash);
            Assert.Equal((40, bytes.Length), (status.Model!.Steps, status.Model.Bytes));
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), status.Model.Sha256);
            Assert.Equal(status.TestAccuracy, model.Description.Provenance.Metrics["testAccuracy"]);
            files.Add(WithoutNumber(bytes));
        }

        Assert.All(files, file => Assert.Equal(files[0], file));
        using var first = Load(files[0]);
        Assert.Equal(TestJobs.SequentialHash(Wide), first.Weights.Hash);
    }

    [Fact]
    public async Task Model_OfACheckpoint_HasItsWeights()
    {
        var job = await (await clusters.Of(2)).Submit(Wide);
        await TestCluster.End(job);

        using var model = Load(await Read(job, step: 30));

        Assert.Equal(30, model.Description.Provenance.Steps);
        Assert.Equal(TestJobs.SequentialHash(Wide with { Steps = 30 }), model.Weights.Hash);
        Assert.Contains("has no checkpoint of step 7, expected step 15, 30, 40", (await job.OpenModel(7)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_Bfloat16_HasTheHashOfTheJob()
    {
        var job = await (await clusters.Of(2)).Submit(Wide with { Wire = WireName.Bfloat16 });
        var status = await TestCluster.End(job);

        using var model = Load(await Read(job, step: null));

        Assert.Equal(status.WeightsHash, model.Weights.Hash);
    }

    [Fact]
    public async Task Model_Removed_IsGoneAndItsCheckpointsStay()
    {
        var cluster = await clusters.Of(1);
        var job = await cluster.Submit(Wide);
        await TestCluster.End(job);
        Assert.True(File.Exists(cluster.ModelOf(job.GetPrimaryKeyString())));

        Assert.True(await job.RemoveModel());

        Assert.False(File.Exists(cluster.ModelOf(job.GetPrimaryKeyString())));
        Assert.Null((await job.GetStatus())!.Model);
        Assert.Contains("has no model", (await job.OpenModel(null)).Error, StringComparison.Ordinal);
        Assert.Null((await job.OpenModel(40)).Error);
        Assert.False(await job.RemoveModel());
    }

    [Fact]
    public async Task Model_CannotBeWritten_TheJobEndsAndSaysSo()
    {
        await using var cluster = await TestCluster.StartAsync(1);
        await File.WriteAllTextAsync(Path.GetDirectoryName(cluster.ModelOf("any"))!, "in the way");
        var job = await cluster.Submit(Wide);

        var status = await TestCluster.End(job);

        Assert.Equal(JobState.Completed, status.State);
        Assert.Null(status.Model);
        Assert.Contains("was not written", status.ModelFault, StringComparison.Ordinal);
        Assert.Contains(await job.GetEvents(0) ?? [], e => e.Kind == JobEventKind.ModelNotKept);
        Assert.Contains("was not kept", (await job.OpenModel(null)).Error, StringComparison.Ordinal);
        File.Delete(Path.GetDirectoryName(cluster.ModelOf("any"))!);
        Assert.Null(await job.Resume(40));
        Assert.NotNull((await TestCluster.End(job)).Model);
    }

    [Fact]
    public async Task Model_OfAJobUnderWay_IsRefusedUntilThereIsACheckpoint()
    {
        var cluster = await clusters.Of(1);
        var job = await cluster.Submit(TestJobs.Endless with { Checkpoint = new CheckpointSpec { EverySteps = 50 } });
        await TestCluster.Until(job, "a checkpoint", s => s.CheckpointedAt is not null);

        Assert.Contains("is not complete. It has checkpoints of step", (await job.OpenModel(null)).Error, StringComparison.Ordinal);

        await job.Cancel();
        await TestCluster.End(job);
    }

    [Fact]
    public async Task Model_SiloOfItsCoordinatorKilled_IsStillThere()
    {
        await using var cluster = await TestCluster.StartAsync(2);
        var job = await cluster.Submit(Wide);
        await TestCluster.End(job);
        var before = await Read(job, step: null);

        await cluster.Kill(cluster.SiloOf(job));

        await TestCluster.Until(job, "the job", s => s.State == JobState.Completed);
        Assert.Equal(before, await Read(job, step: null));
    }

    private static async Task<byte[]> Read(ICoordinatorGrain job, long? step)
    {
        var offer = await job.OpenModel(step);
        Assert.Null(offer.Error);
        var bytes = new List<byte>();
        while (bytes.Count < offer.Bytes)
        {
            bytes.AddRange(await job.ReadModel(step, bytes.Count));
        }

        return [.. bytes];
    }

    private Model Load(byte[] bytes)
    {
        var path = Path.Combine(_folder.Path, "model.safetensors");
        File.WriteAllBytes(path, bytes);
        return Model.Load(path);
    }

    // Jobs of clusters that other tests use too have other numbers. Their lengths are the same.
    private static byte[] WithoutNumber(byte[] bytes)
    {
        var text = System.Text.Encoding.Latin1.GetString(bytes);
        return System.Text.Encoding.Latin1.GetBytes(System.Text.RegularExpressions.Regex.Replace(text, "wide-[0-9]", "wide-0"));
    }
}

using Granary.Data;
using Granary.Formulas.Activations;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Mapping;
using Granary.Models;
using Granary.Numerics.Kernels.Dispatch;
using Granary.Numerics.Threads;
using Granary.Numerics.Training;

namespace Granary.Grains.Tests.Cluster;

/// <summary>Jobs that begin with the weights of a file.</summary>
[Collection(ClusterCollection.Name)]
public sealed class PretrainedTests(ClusterFixture clusters) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task From_AModel_EndsWithTheBitsOfTheSequentialTrainer(int silos)
    {
        var cluster = await clusters.Of(silos);
        var spec = TestJobs.Digits with { From = new FromSpec { Path = await Model(cluster, TestJobs.Digits) } };

        var status = await cluster.Run(spec);

        Assert.Equal(Sequential(spec), status.WeightsHash);
        Assert.NotEqual(TestJobs.SequentialHash(TestJobs.Digits), status.WeightsHash);
        Assert.DoesNotContain(status.Facts!.Notes, n => n.Contains("starts anew", StringComparison.Ordinal));
    }

    [Fact]
    public async Task From_AnotherLastLayer_StartsItAnewAndSaysSo()
    {
        var cluster = await clusters.Of(2);
        var wider = new NetworkSpec { Dimensions = [64, 15, 20, 10], Activations = [Activation.Relu, Activation.Relu, Activation.Softmax] };
        var spec = TestJobs.Digits with { Network = wider, From = new FromSpec { Path = await Model(cluster, TestJobs.Digits) } };

        var status = await cluster.Run(spec);

        Assert.Equal(Sequential(spec), status.WeightsHash);
        Assert.Equal(["2", "3"], status.Facts!.Notes.Where(n => n.Contains("starts anew", StringComparison.Ordinal)).Select(n => n.Split(' ')[1]));
    }

    [Fact]
    public async Task From_WhatDoesNotFit_IsRefused()
    {
        var cluster = await clusters.Of(1);
        var path = await Model(cluster, TestJobs.Digits);

        Assert.Contains("cannot be read", await Refused(new FromSpec { Path = "/no/such/file" }), StringComparison.Ordinal);
        Assert.Contains("found no safetensors file", await Refused(new FromSpec { Path = TestJobs.DigitsCsv }), StringComparison.Ordinal);
        Assert.Contains(
            "none of which has the shape",
            await Refused(new FromSpec { Path = path }, TestJobs.Digits with { Network = TestJobs.Digits.Network with { Dimensions = [64, 16, 10] } }),
            StringComparison.Ordinal);
        var other = _folder.Write("other.csv", (await File.ReadAllTextAsync(TestJobs.DigitsCsv)).Replace("p00", "first", StringComparison.Ordinal));
        var renamed = TestJobs.Digits with { Data = TestJobs.Digits.Data with { Train = new SourceSpec { Csv = other } } };
        Assert.Contains("other features", await Refused(new FromSpec { Path = path }, renamed), StringComparison.Ordinal);

        async Task<string> Refused(FromSpec from, JobSpec? spec = null)
        {
            var result = await cluster.Coordinator(await cluster.Jobs.NewId("refused")).Submit((spec ?? TestJobs.Digits) with { From = from });
            return Assert.Single(result.Faults).Message;
        }
    }

    [Fact]
    public async Task From_FileChangedUnderTheJob_FailsIt()
    {
        var cluster = await clusters.Of(1);
        var path = await Model(cluster, TestJobs.Digits);
        var job = await cluster.Submit(TestJobs.Digits with { From = new FromSpec { Path = path } });
        await TestCluster.End(job);
        File.Copy(await Model(cluster, TestJobs.Digits with { Seed = 7 }), path, overwrite: true);

        Assert.Null(await job.Resume(0));

        var status = await TestCluster.End(job);
        Assert.Equal(JobState.Failed, status.State);
        Assert.Contains("is another file than when the job was submitted", status.Error, StringComparison.Ordinal);
    }

    private static string Sequential(JobSpec spec)
    {
        using var team = new ComputeTeam(1);
        var settings = spec.ToSettings() with { Pretrained = PretrainedLayers.Load(spec.From!.Path).For(spec.Network.ToShape()) };
        var trainer = new SequentialTrainer(settings, TrainingData.Load(spec.ToRequest()).Train, MatrixKernels.Create(), team);
        trainer.Train();
        return trainer.WeightsHash;
    }

    private async Task<string> Model(TestCluster cluster, JobSpec spec)
    {
        var job = await cluster.Submit(spec);
        await TestCluster.End(job);
        var path = Path.Combine(_folder.Path, $"{Guid.NewGuid():N}.safetensors");
        File.Copy(cluster.ModelOf(job.GetPrimaryKeyString()), path);
        return path;
    }
}

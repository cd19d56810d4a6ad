using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Tests.Cluster;

[Collection(ClusterCollection.Name)]
public sealed class FailingJobTests(ClusterFixture clusters) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, string> FaultyFiles => new()
    {
        { "", "is empty", "data.train" },
        { "a,b,y\n", "no rows", "data.train" },
        { "a,b,y\n1,2,x\n2,3,z\n4,5,x\n4,7,x\n5,8,z\n6,7,x\n7,8,z\n8,9,x\n9,1,z\n2,2,x\n3,oops,z\n", "oops", "data.train" },
        { "a,b,y\n1,2,x\n3,4\n", "2 fields", "data.train" },
        { "a,b,other\n1,2,x\n3,4,z\n", "\"y\"", "data.train" },
        { "a,b,y\n1,Infinity,x\n3,4,z\n", "Infinity", "data.train" },
        { "a,b,c,y\n1,2,3,x\n3,4,5,z\n", "3 features", "network.dimensions[0]" },
        { "a,b,y\n1,2,x\n3,4,z\n5,6,w\n", "3 classes", "network.dimensions[1]" },
        { "a,b,y\n1,2,x\n3,4,x\n", "two classes", "data.train" },
    };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Train_ExplodingLearningRate_FailsWithStepAndLayer(int silos)
    {
        var cluster = await clusters.Of(silos);
        var spec = TestJobs.Digits with
        {
            Network = new NetworkSpec
            {
                Dimensions = [64, 32, 32, 10],
                Activations = [Activation.Relu, Activation.Relu, Activation.Identity],
            },
            Optimizer = new OptimizerSpec { Name = OptimizerKind.Sgd, LearningRate = 1e6f },
            WorkersPerSilo = 2,
        };

        var status = await cluster.Run(spec);

        Assert.Equal(JobState.Failed, status.State);
        Assert.Matches("^The loss at step [1-9] is not a finite number, first in layer [1-3] of 3[.] ", status.Error);
        Assert.Contains("learning rate, 1000000, is too high", status.Error);
        Assert.Null(status.WeightsHash);
        Assert.InRange(status.Steps, 1, 9);
        await cluster.IsEmpty();
    }

    [Fact]
    public async Task Train_LastStepExplodes_FailsThoughEveryLossWasFinite()
    {
        var cluster = await clusters.Of(1);
        var spec = TestJobs.Digits with
        {
            Optimizer = new OptimizerSpec { Name = OptimizerKind.Sgd, LearningRate = float.MaxValue },
            Loss = Loss.Mse,

            // Features so large that the first gradient times the learning rate overflows.
            Data = TestJobs.Digits.Data with { Scaling = ScalingName.Factor, ScaleFactor = 1e6f },
            Network = TestJobs.Digits.Network with { Activations = [Activation.Relu, Activation.Identity] },
            Epochs = null,
            Steps = 1,
        };

        var status = await cluster.Run(spec);

        Assert.Equal(JobState.Failed, status.State);
        Assert.Contains("weights that are not finite numbers", status.Error);
        Assert.Null(status.WeightsHash);
    }

    [Theory]
    [MemberData(nameof(FaultyFiles))]
    public async Task Submit_FaultyData_IsRefused(string text, string found, string key)
    {
        var faults = await Refuse(TwoFeatures(_folder.Write("data.csv", text)));

        Assert.Contains(faults, f => f.Key == key && f.Message.Contains(found, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Submit_MissingFile_IsRefused()
    {
        var path = Path.Combine(_folder.Path, "missing.csv");

        var fault = Assert.Single(await Refuse(TwoFeatures(path)));

        Assert.Equal(("data.train", path), (fault.Key, fault.File));
    }

    [Fact]
    public async Task Submit_FaultyJob_IsRefusedWithEveryFault()
    {
        var spec = TestJobs.Digits with { BatchSize = 0, Shards = 7, WorkersPerSilo = 0, Optimizer = TestJobs.Digits.Optimizer with { LearningRate = float.NaN } };

        var faults = await Refuse(spec);

        Assert.Equal(["batchSize", "optimizer.learningRate", "shards", "workersPerSilo"], faults.Select(f => f.Key).Order());
    }

    [Fact]
    public async Task Submit_BatchAboveTheRows_IsRefused() =>
        Assert.Equal("batchSize", Assert.Single(await Refuse(TestJobs.Digits with { BatchSize = 1439 })).Key);

    [Fact]
    public async Task Submit_LayerTooWideForAMessage_IsRefusedBeforeTheDataIsRead()
    {
        var network = new NetworkSpec { Dimensions = [64, 200_000, 64, 10], Activations = new Activation[3] };

        var fault = Assert.Single(await Refuse(TestJobs.Digits with { Network = network, Data = TestJobs.Digits.Data with { Train = new SourceSpec { Csv = "/none" } } }));

        Assert.Equal("network.dimensions[1]", fault.Key);
        Assert.StartsWith("found 200000, which makes messages of 32 neurons of the next layer", fault.Message, StringComparison.Ordinal);
        Assert.EndsWith("expected at most 131071.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_SiloThatReadsOtherData_FailsTheJobAtOnce()
    {
        await using var cluster = await TestCluster.StartAsync(1);
        var path = _folder.Write("data.csv", "a,b,y\n1,2,x\n3,4,z\n5,6,x\n");
        var job = await cluster.Submit(TwoFeatures(path) with { Epochs = 100_000_000 });
        await TestCluster.Until(job, "some steps", s => s.Steps > 0);

        _folder.Write("data.csv", "a,b,y\n1,2,x\n3,4,w\n5,6,x\n7,8,x\n");
        await cluster.Start();

        var status = await TestCluster.End(job);
        Assert.Equal(JobState.Failed, status.State);
        Assert.Contains($" does not have the job's data: {path}: found 4 training rows, expected 3 as when the job", status.Error, StringComparison.Ordinal);
        Assert.Contains($"{path}: found the classes w, x, expected the classes x, z", status.Error, StringComparison.Ordinal);
        Assert.Matches("^Silo 127[.]0[.]0[.]1:[0-9]+ ", status.Error);
        await cluster.IsEmpty();
    }

    [Fact]
    public async Task Join_SiloThatReadsOtherNumbers_FailsTheJobAtOnce()
    {
        await using var cluster = await TestCluster.StartAsync(1);
        var path = _folder.Write("data.csv", "a,b,y\n1,2,x\n3,4,z\n5,6,x\n");
        var job = await cluster.Submit(TwoFeatures(path) with { Epochs = 100_000_000 });
        await TestCluster.Until(job, "some steps", s => s.Steps > 0);

        _folder.Write("data.csv", "a,b,y\n1,2,x\n3,5,z\n5,6,x\n");
        await cluster.Start();

        var status = await TestCluster.End(job);
        Assert.Equal(JobState.Failed, status.State);
        Assert.Contains($" does not have the job's data: {path}: found other numbers or labels, expected the same as when", status.Error, StringComparison.Ordinal);
        await cluster.IsEmpty();
    }

    [Fact]
    public async Task Submit_AfterARefusal_IsCheckedAnew()
    {
        var cluster = await clusters.Of(1);
        var job = cluster.Coordinator(await cluster.Jobs.NewId("again"));
        Assert.NotEmpty((await job.Submit(TestJobs.Digits with { BatchSize = 0 })).Faults);

        Assert.Empty((await job.Submit(TestJobs.Digits)).Faults);

        Assert.Equal(JobState.Completed, (await TestCluster.End(job)).State);
    }

    public void Dispose() => _folder.Dispose();

    private static JobSpec TwoFeatures(string path) => TestJobs.Digits with
    {
        Data = new DataSpec { Train = new SourceSpec { Csv = path }, Labels = ["y"] },
        Network = new NetworkSpec { Dimensions = [2, 2], Activations = [Activation.Sigmoid] },
        BatchSize = 2,
    };

    private async Task<Fault[]> Refuse(JobSpec spec)
    {
        var cluster = await clusters.Of(1);
        var id = await cluster.Jobs.NewId("refused");

        var result = await cluster.Coordinator(id).Submit(spec);

        Assert.NotEmpty(result.Faults);
        Assert.Null(await cluster.Coordinator(id).GetStatus());
        Assert.DoesNotContain(id, await cluster.ListJobs());
        return result.Faults;
    }
}

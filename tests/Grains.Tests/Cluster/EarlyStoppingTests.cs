using Granary.Data;
using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Formulas.Schedules;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Mapping;

namespace Granary.Grains.Tests.Cluster;

/// <summary>Jobs with everything at once: schedule, dropout, smoothing, weights, decay, clipping, normalization, validation, early stopping.</summary>
[Collection(ClusterCollection.Name)]
public sealed class EarlyStoppingTests(ClusterFixture clusters)
{
    private const int Patience = 3;

    private static readonly JobSpec Everything = TestJobs.Digits with
    {
        Data = TestJobs.Digits.Data with { Validation = new HeldOutSpec { Fraction = 0.15 }, Weight = "p36" },
        Network = new NetworkSpec
        {
            Dimensions = [63, 40, 24, 10],
            Activations = [Activation.Relu, Activation.Gelu, Activation.Softmax],
            Dropout = [0.3, 0.1],
            Normalization = [NormalizationName.Layer, NormalizationName.Layer],
        },
        Loss = Loss.CrossEntropy,
        LabelSmoothing = 0.05f,
        ClassWeights = new ClassWeightsSpec { Balanced = true },
        Optimizer = new OptimizerSpec
        {
            Name = OptimizerKind.Adam,
            LearningRate = 0.02f,
            Numbers = [new OptimizerNumber("weightDecay", 1e-4f), new OptimizerNumber("clipValue", 0.5f), new OptimizerNumber("clipNorm", 1)],
        },
        Schedule = new ScheduleSpec { Name = ScheduleKind.Cosine, WarmupEpochs = 1, Epochs = 20 },
        EarlyStopping = new EarlyStoppingSpec { Patience = Patience },
        Epochs = 200,
    };

    [Fact]
    public async Task Run_OneSilo_HasTheBestWeightsAndLooksAtTheTestRowsOnce()
    {
        var job = await (await clusters.Of(1)).Submit(Everything);
        var status = await TestCluster.End(job);
        var history = (await job.GetHistory())!;

        Assert.True(status.HasStoppedEarly, $"It took all {status.Steps} steps: expected it to stop early.");
        var losses = history.Validations.Select(e => e.Of(MetricName.Loss)!.Value).ToArray();
        var best = Array.IndexOf(losses, losses.Min());
        Assert.Equal(history.Validations[best].Step, status.BestStep);
        Assert.Equal(best + Patience + 1, losses.Length);
        Assert.Equal(losses.Length * (long)status.Facts!.StepsPerEpoch, status.Steps);
        Assert.Single(history.Tests);

        var ofBest = status.Spec with { Steps = status.BestStep, Epochs = null };
        Assert.Equal(TestJobs.SequentialHash(ofBest), status.WeightsHash);
        Assert.Equal((status.BestStep!.Value, JobState.Completed), (status.Model!.Steps, status.State));
        Assert.Contains(await job.GetEvents(0) ?? [], e => e.Kind == JobEventKind.StoppedEarly);
        AssertIsOfPlainComputation(status, history.Validations[best], ofBest);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 1)]
    public async Task Run_AnyCluster_StopsAtTheSameStepWithTheSameBits(int silos, int workers)
    {
        foreach (var wire in Enum.GetValues<WireName>())
        {
            var spec = Everything with { Wire = wire };
            var (one, expected) = await Run(1, spec);
            var (status, history) = await Run(silos, spec with { WorkersPerSilo = workers });

            Assert.Equal(
                (one.WeightsHash, one.Steps, one.BestStep, one.TestLoss), (status.WeightsHash, status.Steps, status.BestStep, status.TestLoss));
            AssertSame(expected, history);
        }
    }

    [Fact]
    public async Task Run_WithSilosLostOneAfterTheOther_StopsAtTheSameStepWithTheSameBits()
    {
        var (one, expected) = await Run(1, Everything);
        await using var cluster = await TestCluster.StartAsync(3);
        var job = await cluster.Submit(Everything with { Checkpoint = new CheckpointSpec { EverySteps = 150 } });
        await TestCluster.Until(job, "some steps", s => s.Steps > 200 || s.State.HasEnded());
        await cluster.Kill(cluster.SiloOf(job));
        await TestCluster.Until(job, "the epoch in which it stops", s => s.Steps >= one.Steps - 20 || s.State.HasEnded());
        await cluster.Kill(cluster.SiloOf(job));

        var status = await TestCluster.End(job);

        Assert.Equal((one.WeightsHash, one.Steps, one.BestStep), (status.WeightsHash, status.Steps, status.BestStep));
        AssertSame(expected, (await job.GetHistory())!);
    }

    [Fact]
    public async Task Run_PausedAndResumedAgainAndAgain_StopsAtTheSameStepWithTheSameBits()
    {
        var (one, expected) = await Run(1, Everything);
        var job = await (await clusters.Of(2)).Submit(Everything);
        while (await job.Pause() is null)
        {
            var steps = (await job.GetStatus())!.Steps;
            Assert.Null(await job.Resume(null));
            await TestCluster.Until(job, "a step more", s => s.Steps > steps || s.State.HasEnded());
        }

        var status = await TestCluster.End(job);
        Assert.Equal((one.WeightsHash, one.Steps, one.BestStep), (status.WeightsHash, status.Steps, status.BestStep));
        AssertSame(expected, (await job.GetHistory())!);
    }

    [Fact]
    public async Task Run_LastWeights_AreThoseOfTheStepWhereItStopped()
    {
        var (status, _) = await Run(2, Everything with { EarlyStopping = new EarlyStoppingSpec { Patience = Patience, RestoreBest = false } });

        Assert.True(status.HasStoppedEarly);
        Assert.Equal(status.Steps, status.Model!.Steps);
        Assert.Equal(TestJobs.SequentialHash(status.Spec with { Steps = status.Steps, Epochs = null }), status.WeightsHash);
    }

    [Fact]
    public async Task Extend_JobThatStoppedEarly_HasPatienceAgain()
    {
        var job = await (await clusters.Of(1)).Submit(Everything);
        var first = await TestCluster.End(job);

        Assert.Null(await job.Extend(new JobExtension(1, null)));

        var status = await TestCluster.End(job);
        Assert.True(status.Steps > first.Steps, $"It stood at step {first.Steps}: expected it to go on.");
        Assert.Equal(JobState.Completed, status.State);
    }

    [Fact]
    public async Task Submit_WhatTheDataDoesNotGive_IsRefused()
    {
        var spec = Everything with
        {
            ClassWeights = new ClassWeightsSpec { Given = [new ClassWeight("eleven", 2)] },
            EarlyStopping = new EarlyStoppingSpec { Metric = MetricName.Rmse },
            Loss = Loss.Mse,
            LabelSmoothing = 0,
            Network = Everything.Network with { Activations = [Activation.Relu, Activation.Relu, Activation.Sigmoid] },
        };
        var result = await (await clusters.Of(1)).Coordinator("refused-1").Submit(spec);
        Assert.Equal(["classWeights.eleven", "earlyStopping.metric"], result.Faults.Select(f => f.Key));

        spec = Everything with { Schedule = new ScheduleSpec { Name = ScheduleKind.OneCycle, Epochs = 300 } };
        result = await (await clusters.Of(1)).Coordinator("refused-2").Submit(spec);
        Assert.Contains("but the job has", Assert.Single(result.Faults).Message, StringComparison.Ordinal);
    }

    private static void AssertIsOfPlainComputation(JobStatus status, Evaluation evaluation, JobSpec ofBest)
    {
        var rows = TrainingData.Load(status.Spec.ToRequest()).Validation!;
        Assert.Equal(status.Facts!.ValidationRows, rows.Rows);
        var outputs = TestJobs.Sequential(ofBest).Network.Predict(rows.ToMatrix()).ToRowArrays();
        var loss = outputs.Select((y, r) => -Math.Log(y[rows.Labels[r]])).Average();
        var right = outputs.Where((y, r) => Array.IndexOf(y, y.Max()) == rows.Labels[r]).Count();

        // The products are MathNet's: other roundings.
        Assert.Equal(loss, evaluation.Of(MetricName.Loss)!.Value, 1e-5 * Math.Max(1, loss));
        Assert.Equal((double)right / rows.Rows, evaluation.Of(MetricName.Accuracy));
    }

    private static void AssertSame(JobHistory expected, JobHistory found)
    {
        Assert.Equal(expected.Losses, found.Losses);
        Assert.Equal(expected.LearningRates, found.LearningRates);
        Assert.Equal(expected.Validations.Select(Text), found.Validations.Select(Text));
        Assert.Equal(expected.Tests.Select(Text), found.Tests.Select(Text));

        static string Text(Evaluation e) => $"{e.Step}: {string.Join(", ", e.Metrics.Select(m => $"{m.Metric} {m.Value:R}"))}";
    }

    private async Task<(JobStatus Status, JobHistory History)> Run(int silos, JobSpec spec)
    {
        var job = await (await clusters.Of(silos)).Submit(spec);
        return (await TestCluster.End(job), (await job.GetHistory())!);
    }
}

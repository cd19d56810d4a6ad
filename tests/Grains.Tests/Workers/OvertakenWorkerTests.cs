using Granary.Data;
using Granary.Formulas.Optimizers;
using Granary.Grains.Compute;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Layers;
using Granary.Grains.Interfaces.Workers;
using Granary.Grains.Layers;
using Granary.Grains.Mapping;
using Granary.Grains.Workers;
using Granary.Numerics.Kernels.Dispatch;
using Granary.Numerics.Layers;
using Granary.Numerics.Memory;
using Granary.Numerics.Sharding;
using Granary.Numerics.Slicing;

namespace Granary.Grains.Tests.Workers;

/// <summary>Two workers of the same shards, each on a executor of its own, at the same slices.</summary>
public sealed class OvertakenWorkerTests : IDisposable
{
    private const long Generation = 3;
    private const int Steps = 12;

    private static readonly JobSpec Spec = TestJobs.Digits with { Epochs = null, Steps = Steps };
    private static readonly TrainingData Data = TrainingData.Load(Spec.ToRequest());
    private static readonly ShardRange All = new(0, Spec.Shards);

    private readonly ComputeExecutor _firstLane = new(1);
    private readonly ComputeExecutor _secondLane = new(1);
    private readonly SliceShape[][] _shapes = SlicePlan.Cut(Spec.ToSettings().Network, SliceCut.Whole);
    private readonly LayerSlice[][] _slices;
    private volatile bool _isWrong;

    public OvertakenWorkerTests() => _slices = [.. _shapes.Select(layer => layer.Select(MakeSlice).ToArray())];

    [Fact]
    public async Task RunSpan_HeldWhileASecondOneGoesOn_StopsAndSaysSo()
    {
        var first = await Make(_firstLane);
        Task<SpanReport> running;
        using (await HeldExecutor.Hold(_firstLane))
        {
            running = first.RunSpan(0, Steps);
            var ahead = await (await MakeSecond()).RunSpan(0, Steps);
            Assert.Equal((Steps, false), (ahead.Steps, ahead.IsOvertaken));
        }

        var report = await running;

        Assert.True(report.IsOvertaken);
        Assert.Equal(1, report.Steps);
        Assert.All(_slices.SelectMany(layer => layer), s => Assert.Equal(Steps, s.Version));
        Assert.Equal(TestJobs.SequentialHash(Spec), await (await Make(_firstLane)).HashWeights());
    }

    [Fact]
    public async Task RunSpan_HeldAndWrong_IsToldAtTheStepWhereItWasHeld()
    {
        var first = await Make(_firstLane);
        Task<SpanReport> running;
        using (await HeldExecutor.Hold(_firstLane))
        {
            running = first.RunSpan(0, Steps);
            await (await MakeSecond()).RunSpan(0, Steps);
            _isWrong = true;
        }

        Assert.Equal(0, (await Assert.ThrowsAsync<DifferentBitsException>(() => running)).Step);
    }

    // However the two take turns, one of them gets to the end, nobody is told to be wrong, and the weights are the same.
    [Fact]
    public async Task RunSpan_BothAtWork_EndWithTheSameBits()
    {
        var first = await Make(_firstLane);
        var second = await MakeSecond();

        var reports = await Task.WhenAll(first.RunSpan(0, Steps), second.RunSpan(0, Steps));

        var ahead = reports.First(r => !r.IsOvertaken);
        Assert.Equal((0, Steps), (ahead.FirstStep, ahead.Steps));
        Assert.Equal(TestJobs.SequentialHash(Spec), await (await Make(_firstLane)).HashWeights());
    }

    [Fact]
    public async Task ReportSoFar_InTheMiddleOfASpan_HasTheStepsThatAreOver()
    {
        var worker = await Make(_firstLane);
        Assert.Null(worker.ReportSoFar());
        var whole = await worker.RunSpan(0, 4);

        var soFar = worker.ReportSoFar()!;

        Assert.Equal((0, 4, whole.Nodes), (soFar.FirstStep, soFar.Steps, soFar.Nodes));
        Assert.Equal(whole.Losses, soFar.Losses);
        Assert.Equal(whole.Correct, soFar.Correct);
    }

    public void Dispose()
    {
        _firstLane.Dispose();
        _secondLane.Dispose();
    }

    private async Task<ShardWorker> MakeSecond()
    {
        var shards = new SpeculativeShards(All.Start, All.End, FirstStep: 0, EndStep: Steps);
        var second = await Make(_secondLane);
        await second.Join((layer, slice) => ValueTask.FromResult(_slices[layer][slice].Join(Generation, shards)));
        return second;
    }

    // A worker as one that shares the job with other silos: its slices have places for remote readers.
    private async Task<ShardWorker> Make(ComputeExecutor executor)
    {
        var layers = _shapes.Select((shapes, l) => new WorkerLayer(shapes, _slices[l], new bool[shapes.Length], Generation, All.Nodes(), Spec.Wire)).ToArray();
        var kernel = new WrongKernel(MatrixKernels.Create(), () => _isWrong);
        var worker = new ShardWorker(
            Spec.ToSettings(), Spec.ToSchedule(Data.Train.Rows), Data, All, layers, kernel, executor, isAlone: false);
        await worker.ReadWeights((_, _) => throw new InvalidOperationException("All slices are here."));
        return worker;
    }

    private LayerSlice MakeSlice(SliceShape shape)
    {
        var settings = Spec.ToSettings();
        var parameters = new AlignedBuffer(shape.Length);
        WeightInitializer.Fill(settings.Initializer, settings.Network.Layers[shape.Layer], shape, settings.Seed, parameters.Span);
        var assignment = new SliceAssignment
        {
            JobId = "job-1",
            Generation = Generation,
            Spec = Spec,
            TrainRows = Data.Train.Rows,
            Layer = shape.Layer,
            Slice = shape.Index,
            ReadersAreLocal = false,
            Cut = SliceCut.Whole.ToSpec(),
            HasNeighbours = true,
            FirstSliceKey = "",
            Origin = SliceOrigin.Initializer,
        };
        return new LayerSlice(
            assignment, 0, parameters, new SliceState(shape, Optimizer.Create(settings.Optimizer)), Spec.ToSchedule(Data.Train.Rows), _secondLane);
    }
}

using System.Diagnostics;
using Granary.Benchmarks.Common;
using Granary.Benchmarks.Predict;
using Granary.Numerics.Kernels.Dispatch;

const double LargestDifference = 1e-5;
const int Rows = 8192;
int[][] networks = [[64, 15, 10], [784, 128, 64, 10], [784, 1024, 1024, 10], [784, 2048, 2048, 2048, 10]];

var options = Options.Parse(args);
Console.WriteLine($"rows a second, kernel {MatrixKernels.Available[0]}; median over {options.Rounds} rounds; ratio within a round [smallest..largest]");
foreach (var network in networks)
{
    foreach (var batch in options.Batches)
    {
        foreach (var threads in options.Threads)
        {
            Compare(network, batch, threads);
        }
    }
}

void Compare(int[] network, int batchRows, int threads)
{
    using var model = RandomModel.Of(network);
    var random = new Random(2);
    float[] rows = [.. Enumerable.Range(0, Rows * network[0]).Select(_ => random.NextSingle())];
    using var ours = new OursSubject(model, rows, batchRows, threads);
    using var theirs = new OnnxRuntimeSubject(model, rows, batchRows, threads);
    Check(ours.Run(0), theirs.Run(0));

    var (own, other, ratios) = (new List<double>(), new List<double>(), new List<double>());
    for (var round = 0; round < options.Rounds; round++)
    {
        own.Add(Speed(ours, batchRows));
        other.Add(Speed(theirs, batchRows));
        ratios.Add(own[^1] / other[^1]);
    }

    Console.WriteLine(
        $"{string.Join('-', network),-24} batch {batchRows,-5} threads {threads}  ours {Statistics.Median(own),12:N0}  ONNX Runtime {Statistics.Median(other),12:N0}"
        + $"  {Statistics.Median(ratios):0.00} [{ratios.Min():0.00}..{ratios.Max():0.00}]");
}

double Speed(ISubject subject, int batchRows)
{
    var batches = Rows / batchRows;
    var done = 0L;
    subject.Run(0);
    var watch = Stopwatch.StartNew();
    while (watch.Elapsed.TotalSeconds < options.Seconds)
    {
        subject.Run((int)(done++ % batches));
    }

    return done * batchRows / watch.Elapsed.TotalSeconds;
}

static void Check(ReadOnlySpan<float> ours, ReadOnlySpan<float> theirs)
{
    for (var i = 0; i < ours.Length; i++)
    {
        if (Math.Abs(ours[i] - theirs[i]) > LargestDifference)
        {
            throw new InvalidOperationException($"Output {i} is {ours[i]} here and {theirs[i]} in ONNX Runtime: nothing is compared.");
        }
    }
}

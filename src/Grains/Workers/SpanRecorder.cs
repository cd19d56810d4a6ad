using System.Diagnostics;
using Granary.Grains.Interfaces.Workers;

namespace Granary.Grains.Workers;

/// <summary>
/// Collects what a worker sees in a span. Others may ask for it while it does: what was seen of a step is there when
/// <see cref="EndStep"/> has counted it, and is not changed afterwards.
/// </summary>
/// <param name="from">The first step.</param>
/// <param name="nodes">How many tree nodes the worker computes.</param>
/// <param name="steps">The most steps of the span.</param>
/// <param name="countsCorrect">Whether rows are classified.</param>
internal sealed class SpanRecorder(long from, int nodes, int steps, bool countsCorrect)
{
    private readonly double[] _losses = new double[nodes * steps];
    private readonly int[] _correct = new int[countsCorrect ? steps : 0];
    private int _lossCount;
    private int _steps;

    /// <summary>Whether a second worker came first.</summary>
    public bool IsOvertaken { get; set; }

    public long? NonFiniteStep { get; set; }

    public int? NonFiniteLayer { get; set; }

    public long BytesSent { get; set; }

    public TimeSpan Waiting { get; private set; }

    /// <summary>Waits for something and counts the time.</summary>
    public async ValueTask Wait(ValueTask what)
    {
        var start = Stopwatch.GetTimestamp();
        await what;
        Waiting += Stopwatch.GetElapsedTime(start);
    }

    public void AddLoss(double loss) => _losses[_lossCount++] = loss;

    public void EndStep(int correct)
    {
        if (countsCorrect)
        {
            _correct[_steps] = correct;
        }

        Volatile.Write(ref _steps, _steps + 1);
    }

    public SpanReport ToReport() => ToReport(_losses, _correct, _steps);

    /// <summary>What was seen of the steps so far.</summary>
    public SpanReport ToReportSoFar()
    {
        var steps = Volatile.Read(ref _steps);
        return ToReport(_losses[..(steps * nodes)], countsCorrect ? _correct[..steps] : [], steps);
    }

    private SpanReport ToReport(double[] losses, int[] correct, int steps) => new()
    {
        FirstStep = from,
        Steps = steps,
        Nodes = nodes,
        Losses = losses,
        Correct = correct,
        IsOvertaken = IsOvertaken,
        NonFiniteStep = NonFiniteStep,
        NonFiniteLayer = NonFiniteLayer,
        Waiting = Waiting,
        BytesSent = BytesSent,
    };
}

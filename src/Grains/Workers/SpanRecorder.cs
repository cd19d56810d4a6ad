using System.Diagnostics;
using Granary.Grains.Interfaces.Workers;

namespace Granary.Grains.Workers;

/// <summary>Collects what a worker sees in a span.</summary>
/// <param name="nodes">How many tree nodes the worker computes.</param>
/// <param name="steps">The most steps of the span.</param>
/// <param name="countsCorrect">Whether rows are classified.</param>
internal sealed class SpanRecorder(int nodes, int steps, bool countsCorrect)
{
    private readonly double[] _losses = new double[nodes * steps];
    private readonly int[] _correct = new int[countsCorrect ? steps : 0];
    private int _lossCount;
    private int _steps;

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

        _steps++;
    }

    public SpanReport ToReport() => new()
    {
        Steps = _steps,
        Nodes = nodes,
        Losses = _losses,
        Correct = _correct,
        NonFiniteStep = NonFiniteStep,
        NonFiniteLayer = NonFiniteLayer,
        Waiting = Waiting,
        BytesSent = BytesSent,
    };
}

using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Workers;

namespace Granary.Grains.Stragglers;

/// <summary>Puts reports of one span together.</summary>
internal static class SpanReports
{
    /// <summary>One report of what two workers of the same shards saw, each step once: the second's, and before it the first's.</summary>
    /// <param name="head">What the first saw; null when the second has seen all.</param>
    /// <param name="tail">What the second saw.</param>
    /// <param name="from">The first step of the span.</param>
    /// <exception cref="RefusedException">The first one cannot tell all that came before.</exception>
    public static SpanReport Join(SpanReport? head, SpanReport tail, long from)
    {
        var before = (int)(tail.FirstStep - from);
        if (head is null && before == 0)
        {
            return tail;
        }

        if (head is null || head.FirstStep != from || head.Steps < before || head.Nodes != tail.Nodes)
        {
            throw new RefusedException($"The losses of the steps {from} to {tail.FirstStep - 1} are lost with the worker that was late.");
        }

        var isHeads = head.NonFiniteStep < tail.FirstStep;
        return tail with
        {
            FirstStep = from,
            Steps = before + tail.Steps,
            Losses = [.. head.Losses.Take(before * head.Nodes), .. tail.Losses],
            Correct = [.. head.Correct.Take(before), .. tail.Correct],
            NonFiniteStep = isHeads ? head.NonFiniteStep : tail.NonFiniteStep,
            NonFiniteLayer = isHeads ? head.NonFiniteLayer : tail.NonFiniteLayer,
        };
    }
}

using Granary.Numerics.Networks;

namespace Granary.Grains.Widths;

/// <summary>
/// What a step of a job costs on some silos, in seconds: arithmetic, which is spread over their compute threads, and what they exchange. The
/// constants are those of one machine (bench/README.md) and hold elsewhere to a factor of two or three. That is enough to say where to begin and what
/// is not worth a trial; the rest is measured.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="batchSize">Rows of a mini-batch.</param>
/// <param name="bytesPerNumber">Bytes of a gradient or a weight on its way.</param>
internal sealed class CostModel(NetworkShape network, int batchSize, int bytesPerNumber)
{
    // Of one thread, with everything that surrounds the products.
    private const double FlopsPerSecond = 40e9;

    // What a layer takes on any number of threads: they meet before it and after it.
    private const double SecondsPerLayer = 8e-6;

    // A message and its answer, both of which a step waits for, with the threads that they wake.
    private const double SecondsPerMessage = 200e-6;

    // Encoded, sent or shared, added up. Some of it hides behind arithmetic, and some of it takes arithmetic's time.
    private const double BytesPerSecond = 2e9;

    // However much of a step looked like exchange, this share of it was not.
    private const double LeastArithmetic = 0.1;

    private readonly double _flops = batchSize * (network.Layers.Sum(l => 6.0 * l.Inputs * l.Outputs) - (2.0 * network.Layers[0].Inputs * network.Layers[0].Outputs));

    /// <summary>What a step takes.</summary>
    public double Step(WidthOption width) =>
        (network.Layers.Count * SecondsPerLayer) + (_flops / (FlopsPerSecond * width.Threads)) + Exchange(width.Silos);

    /// <summary>What a step takes on one number of silos, judged by what it took on another one.</summary>
    /// <param name="width">The number of silos.</param>
    /// <param name="other">The other one.</param>
    /// <param name="seconds">What a step took there.</param>
    public double Step(WidthOption width, WidthOption other, double seconds)
    {
        var arithmetic = Math.Max(seconds - Exchange(other.Silos), LeastArithmetic * seconds);
        return (arithmetic * other.Threads / width.Threads) + Exchange(width.Silos);
    }

    private double Exchange(int silos) =>
        silos == 1 ? 0 : SecondsPerMessage + (2.0 * (silos - 1) / silos * network.Parameters * bytesPerNumber / BytesPerSecond);
}

using Granary.Benchmarks.Common;

namespace Granary.Benchmarks.Predict;

/// <summary>What the command line asks for.</summary>
public sealed class Options
{
    public int Rounds { get; private set; } = 5;

    /// <summary>Seconds each side works in one round.</summary>
    public double Seconds { get; private set; } = 2;

    public IReadOnlyList<int> Threads { get; private set; } = [1, 2];

    /// <summary>Rows that are fed at once.</summary>
    public IReadOnlyList<int> Batches { get; private set; } = [1024];

    /// <exception cref="ArgumentException">An option is unknown or its value is wrong.</exception>
    public static Options Parse(string[] args)
    {
        var options = new Options();
        new OptionSet()
            .Count("--rounds", v => options.Rounds = v)
            .Number("--seconds", v => options.Seconds = v)
            .Counts("--threads", v => options.Threads = v)
            .Counts("--batches", v => options.Batches = v)
            .Parse(args);
        return options;
    }
}

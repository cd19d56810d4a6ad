using Granary.Benchmarks.Common;

namespace Granary.Benchmarks.Faults;

/// <summary>What the command line asks for.</summary>
public sealed class Options
{
    private static readonly string[] Measurements = ["random", "memory", "cost", "torchrun", "load"];

    public int Faults { get; private set; } = 200;

    public int Jobs { get; private set; } = 20;

    public int Seed { get; private set; } = 1;

    /// <summary>What is measured.</summary>
    public string Only { get; private set; } = Measurements[0];

    public int Rounds { get; private set; } = 5;

    /// <summary>Seconds of each side in a round of <c>cost</c>, or of a round of <c>load</c>.</summary>
    public int Seconds { get; private set; } = 60;

    /// <summary>The interpreter that has PyTorch.</summary>
    public string Python { get; private set; } = "/usr/bin/python3";

    /// <summary>The folder for the report, or null for none.</summary>
    public string? Out { get; private set; }

    /// <exception cref="ArgumentException">An option is unknown or its value is wrong.</exception>
    public static Options Parse(string[] args)
    {
        var options = new Options();
        new OptionSet()
            .Count("--faults", v => options.Faults = v)
            .Count("--jobs", v => options.Jobs = v)
            .Count("--seed", v => options.Seed = v)
            .One("--only", Measurements, m => m, v => options.Only = v)
            .Count("--rounds", v => options.Rounds = v)
            .Count("--seconds", v => options.Seconds = v)
            .Text("--python", v => options.Python = v)
            .Text("--out", v => options.Out = v)
            .Parse(args);
        return options;
    }
}

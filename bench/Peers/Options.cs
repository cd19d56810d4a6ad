using Granary.Benchmarks.Common;
using Granary.Benchmarks.Common.Workloads;

namespace Granary.Benchmarks.Peers;

public enum Mode
{
    Compare,
    Split,
    Startup,
}

/// <summary>What the command line asks for.</summary>
public sealed class Options
{
    public Mode Mode { get; private set; } = Mode.Compare;

    public int Rounds { get; private set; } = 5;

    /// <summary>Seconds that each subject is measured in a round, after its warm-up.</summary>
    public double Seconds { get; private set; } = 3;

    public IReadOnlyList<PeerNetwork> Networks { get; private set; } = PeerNetwork.All;

    /// <summary>The interpreter with NumPy and PyTorch.</summary>
    public string Python { get; private set; } = "/usr/bin/python3";

    /// <summary>The folder with Fashion-MNIST, or null for Debian's.</summary>
    public string? Data { get; private set; }

    /// <summary>The folder for the report, or null for none.</summary>
    public string? Out { get; private set; } = Path.Combine(Repository.Root, "bench", "results", Machine.Name);

    /// <exception cref="ArgumentException">An option is unknown or its value is wrong.</exception>
    public static Options Parse(string[] args)
    {
        var options = new Options();
        new OptionSet()
            .Count("--rounds", v => options.Rounds = v)
            .Number("--seconds", v => options.Seconds = v)
            .Some("--networks", PeerNetwork.All, n => n.Name, v => options.Networks = v)
            .Text("--python", v => options.Python = v)
            .Text("--data", v => options.Data = v)
            .Text("--out", v => options.Out = v == "none" ? null : v)
            .Flag("--split", () => options.Mode = Mode.Split)
            .Flag("--startup", () => options.Mode = Mode.Startup)
            .Parse(args);
        return options;
    }
}

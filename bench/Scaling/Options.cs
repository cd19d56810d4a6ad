using Granary.Benchmarks.Common;
using Granary.Benchmarks.Common.Workloads;

namespace Granary.Benchmarks.Scaling;

public enum Part
{
    /// <summary>Distinct hashes over different clusters.</summary>
    Hashes,

    /// <summary>Two silos beside DDP and beside one silo.</summary>
    Speed,

    /// <summary>The number of silos that a job finds, beside each that it may state.</summary>
    Width,

    /// <summary>Steps with a feature beside steps without.</summary>
    Prices,

    /// <summary>Many small jobs at once.</summary>
    Queue,

    /// <summary>Bytes and control messages.</summary>
    Bytes,

    /// <summary>The transport's count beside the system's.</summary>
    Check,

    /// <summary>The tables of docs/scaling.md, from what the parts before have measured.</summary>
    Page,
}

/// <summary>What the command line asks for.</summary>
public sealed class Options
{
    /// <summary>Shards of every job.</summary>
    public const int Shards = 8;

    public IReadOnlyList<Part> Parts { get; private set; } = Enum.GetValues<Part>();

    public int Rounds { get; private set; } = 5;

    /// <summary>Seconds that each subject is measured in a round, after its warm-up.</summary>
    public double Seconds { get; private set; } = 3;

    public IReadOnlyList<PeerNetwork> Networks { get; private set; } = PeerNetwork.All;

    /// <summary>The interpreter with PyTorch.</summary>
    public string Python { get; private set; } = "/usr/bin/python3";

    /// <summary>The folder with Fashion-MNIST, or null for Debian's.</summary>
    public string? Data { get; private set; }

    /// <summary>The folder of the report.</summary>
    public string Out { get; private set; } = Path.Combine(Repository.Root, "bench", "results", Machine.Name);

    /// <exception cref="ArgumentException">An option is unknown or its value is wrong.</exception>
    public static Options Parse(string[] args)
    {
        var options = new Options();
        new OptionSet()
            .Some("--only", Enum.GetValues<Part>(), p => $"{p}".ToLowerInvariant(), v => options.Parts = v)
            .Count("--rounds", v => options.Rounds = v)
            .Number("--seconds", v => options.Seconds = v)
            .Some("--networks", PeerNetwork.All, n => n.Name, v => options.Networks = v)
            .Text("--python", v => options.Python = v)
            .Text("--data", v => options.Data = v)
            .Text("--out", v => options.Out = v)
            .Parse(args);
        return options;
    }
}

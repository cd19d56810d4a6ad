using Granary.Benchmarks.Common;
using Granary.Benchmarks.Wire.Exchange;

namespace Granary.Benchmarks.Wire;

/// <summary>What the command line asks for.</summary>
public sealed class Options
{
    public int Rounds { get; private set; } = 7;

    /// <summary>Seconds of each subject and workload in a round.</summary>
    public double Seconds { get; private set; } = 1;

    public IReadOnlyList<Workload> Workloads { get; private set; } = Workload.All;

    public IReadOnlyList<SubjectKind> Subjects { get; private set; } = Enum.GetValues<SubjectKind>();

    /// <summary>The folder for the report, or null for none.</summary>
    public string? Out { get; private set; }

    /// <exception cref="ArgumentException">An option is unknown or its value is wrong.</exception>
    public static Options Parse(string[] args)
    {
        var options = new Options();
        new OptionSet()
            .Count("--rounds", v => options.Rounds = v)
            .Number("--seconds", v => options.Seconds = v)
            .Some("--workloads", Workload.All, w => w.Name, v => options.Workloads = v)
            .Some("--subjects", Enum.GetValues<SubjectKind>(), k => $"{k}", v => options.Subjects = v)
            .Text("--out", v => options.Out = v)
            .Parse(args);
        return options;
    }
}

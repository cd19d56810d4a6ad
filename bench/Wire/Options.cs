using System.Globalization;
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
        for (var i = 0; i < args.Length; i += 2)
        {
            options.Set(args[i], i + 1 < args.Length ? args[i + 1] : throw new ArgumentException($"{args[i]} needs a value."));
        }

        return options;
    }

    private static double Positive(string option, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new ArgumentException($"{option}: found '{value}', expected a number above 0.");

    private static IReadOnlyList<T> Choose<T>(string option, string value, IEnumerable<T> all, Func<T, string> name)
    {
        var names = value.Split(',');
        var unknown = names.FirstOrDefault(n => all.All(a => name(a) != n));
        return unknown is null
            ? [.. all.Where(a => names.Contains(name(a)))]
            : throw new ArgumentException($"{option}: found '{unknown}', expected some of {string.Join(',', all.Select(name))}.");
    }

    private void Set(string option, string value)
    {
        switch (option)
        {
            case "--rounds":
                Rounds = (int)Math.Ceiling(Positive(option, value));
                break;
            case "--seconds":
                Seconds = Positive(option, value);
                break;
            case "--workloads":
                Workloads = Choose(option, value, Workload.All, w => w.Name);
                break;
            case "--subjects":
                Subjects = Choose(option, value, Enum.GetValues<SubjectKind>(), k => k.ToString());
                break;
            case "--out":
                Out = value;
                break;
            default:
                throw new ArgumentException($"Unknown option {option}: choose --rounds, --seconds, --workloads, --subjects or --out.");
        }
    }
}

using System.Globalization;

namespace Granary.Benchmarks.Faults;

/// <summary>What the command line asks for.</summary>
public sealed class Options
{
    private static readonly string[] Measurements = ["random", "restart", "memory", "cost", "torchrun", "load"];

    public int Faults { get; private set; } = 200;

    public int Jobs { get; private set; } = 20;

    public int Seed { get; private set; } = 1;

    /// <summary>What is measured.</summary>
    public string Only { get; private set; } = Measurements[0];

    public int Rounds { get; private set; } = 5;

    /// <summary>Seconds of each side in a round of <c>cost</c>, or of <c>load</c>.</summary>
    public int Seconds { get; private set; } = 60;

    /// <summary>The interpreter that has PyTorch.</summary>
    public string Python { get; private set; } = "/usr/bin/python3";

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

    private void Set(string option, string value)
    {
        switch (option)
        {
            case "--faults":
                Faults = Positive(option, value);
                break;
            case "--jobs":
                Jobs = Positive(option, value);
                break;
            case "--seed":
                Seed = Positive(option, value);
                break;
            case "--rounds":
                Rounds = Positive(option, value);
                break;
            case "--seconds":
                Seconds = Positive(option, value);
                break;
            case "--only" when Measurements.Contains(value):
                Only = value;
                break;
            case "--only":
                throw new ArgumentException($"--only: found '{value}', expected one of {string.Join(", ", Measurements)}.");
            case "--python":
                Python = value;
                break;
            case "--out":
                Out = value;
                break;
            default:
                throw new ArgumentException(
                    $"Unknown option {option}: choose --faults, --jobs, --seed, --only, --rounds, --seconds, --python or --out.");
        }
    }

    private static int Positive(string option, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new ArgumentException($"{option}: found '{value}', expected a whole number above 0.");
}

using System.Globalization;
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
        for (var i = 0; i < args.Length; i++)
        {
            options.Mode = args[i] switch { "--split" => Mode.Split, "--startup" => Mode.Startup, _ => options.Mode };
            if (args[i] is not ("--split" or "--startup"))
            {
                var value = i + 1 < args.Length ? args[i + 1] : throw new ArgumentException($"{args[i]} needs a value.");
                options.Set(args[i++], value);
            }
        }

        return options;
    }

    private void Set(string option, string value)
    {
        switch (option)
        {
            case "--rounds":
                Rounds = (int)Positive(option, value);
                break;
            case "--seconds":
                Seconds = Positive(option, value);
                break;
            case "--networks":
                Networks = [.. value.Split(',').Select(FindNetwork)];
                break;
            case "--python":
                Python = value;
                break;
            case "--data":
                Data = value;
                break;
            case "--out":
                Out = value == "none" ? null : value;
                break;
            default:
                throw new ArgumentException(
                    $"Unknown option {option}: choose --rounds, --seconds, --networks, --python, --data, --out, --split or --startup.");
        }
    }

    private static double Positive(string option, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new ArgumentException($"{option}: found '{value}', expected a number above 0.");

    private static PeerNetwork FindNetwork(string name) =>
        PeerNetwork.All.FirstOrDefault(n => n.Name == name)
        ?? throw new ArgumentException(
            $"--networks: found '{name}', expected some of {string.Join(',', PeerNetwork.All.Select(n => n.Name))}.");
}

using System.Globalization;
using Granary.Benchmarks.Common;
using Granary.Benchmarks.Common.Workloads;

namespace Granary.Benchmarks.Scaling;

public enum Part
{
    /// <summary>Distinct hashes over different clusters.</summary>
    Hashes,

    /// <summary>Two silos beside DDP and beside one silo.</summary>
    Speed,

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
            case "--only":
                Parts = [.. value.Split(',').Select(FindPart)];
                break;
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
                Out = value;
                break;
            default:
                throw new ArgumentException(
                    $"Unknown option {option}: choose --only, --rounds, --seconds, --networks, --python, --data or --out.");
        }
    }

    private static double Positive(string option, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 1
            ? number
            : throw new ArgumentException($"{option}: found '{value}', expected a number from 1.");

    private static Part FindPart(string name) => Enum.TryParse<Part>(name, ignoreCase: true, out var part)
        ? part
        : throw new ArgumentException(
            $"--only: found '{name}', expected some of {string.Join(',', Enum.GetNames<Part>()).ToLowerInvariant()}.");

    private static PeerNetwork FindNetwork(string name) =>
        PeerNetwork.All.FirstOrDefault(n => n.Name == name)
        ?? throw new ArgumentException(
            $"--networks: found '{name}', expected some of {string.Join(',', PeerNetwork.All.Select(n => n.Name))}.");
}

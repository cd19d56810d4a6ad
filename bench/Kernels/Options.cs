using System.Globalization;
using Granary.Numerics.Kernels;

namespace Granary.Benchmarks.Kernels;

/// <summary>What the command line asks for.</summary>
public sealed class Options
{
    public int Rounds { get; private set; } = 5;

    /// <summary>
    /// Seconds each side works in one round: long enough that a scheduler which keeps a woken thread on its waker's core
    /// for some tens of milliseconds does not decide the figure.
    /// </summary>
    public double Slot { get; private set; } = 0.3;

    public IReadOnlyList<string> Kernels { get; private set; } = [.. MatrixKernels.Available.Where(name => name != "plain")];

    public IReadOnlyList<int> Threads { get; private set; } = [1, 2];

    public IReadOnlyList<Case> Cases { get; private set; } = [.. Case.All()];

    /// <summary>Whether the tiny network belongs to what is measured.</summary>
    public bool WithTiny { get; private set; } = true;

    /// <summary>The interpreter with NumPy, or null to leave OpenBLAS out.</summary>
    public string? Python { get; private set; } = "/usr/bin/python3";

    /// <summary>The folder for the report, or null for none.</summary>
    public string? Out { get; private set; }

    public static Options Parse(string[] args)
    {
        var options = new Options();
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : throw new ArgumentException($"{args[i]} needs a value.");
            switch (args[i])
            {
                case "--rounds":
                    options.Rounds = int.Parse(value, CultureInfo.InvariantCulture);
                    break;
                case "--slot":
                    options.Slot = double.Parse(value, CultureInfo.InvariantCulture);
                    break;
                case "--kernels":
                    options.Kernels = value.Split(',');
                    break;
                case "--threads":
                    options.Threads = [.. value.Split(',').Select(t => int.Parse(t, CultureInfo.InvariantCulture))];
                    break;
                case "--only":
                    options.WithTiny = "64-15-10".Contains(value, StringComparison.Ordinal);
                    options.Cases = [.. options.Cases.Where(c => c.ToString().Contains(value, StringComparison.Ordinal))];
                    break;
                case "--python":
                    options.Python = value == "none" ? null : value;
                    break;
                case "--out":
                    options.Out = value;
                    break;
                default:
                    throw new ArgumentException(
                        $"Unknown option {args[i]}: choose --rounds, --slot, --kernels, --threads, --only, --python, --out.");
            }
        }

        return options;
    }
}

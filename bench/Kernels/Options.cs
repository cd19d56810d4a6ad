using Granary.Benchmarks.Common;
using Granary.Numerics.Kernels.Dispatch;

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

    /// <exception cref="ArgumentException">An option is unknown or its value is wrong.</exception>
    public static Options Parse(string[] args)
    {
        var options = new Options();
        new OptionSet()
            .Count("--rounds", v => options.Rounds = v)
            .Number("--slot", v => options.Slot = v)
            .Some("--kernels", MatrixKernels.Available, k => k, v => options.Kernels = v)
            .Counts("--threads", v => options.Threads = v)
            .Text("--only", options.Only)
            .Text("--python", v => options.Python = v == "none" ? null : v)
            .Text("--out", v => options.Out = v)
            .Parse(args);
        return options;
    }

    // Cases whose name contains a text.
    private void Only(string text)
    {
        WithTiny = "64-15-10".Contains(text, StringComparison.Ordinal);
        Cases = [.. Cases.Where(c => c.ToString().Contains(text, StringComparison.Ordinal))];
    }
}

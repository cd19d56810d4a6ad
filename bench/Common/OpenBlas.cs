namespace Granary.Benchmarks.Common;

/// <summary>OpenBLAS, asked through NumPy in a process of its own.</summary>
public sealed class OpenBlas : IDisposable
{
    public const string Remedy = "apt-get install python3-numpy libopenblas0-pthread";

    private readonly Child _child;

    private OpenBlas(Child child) => _child = child;

    public string Description => _child.Description.GetRawText();

    /// <summary>Starts it; null where there is none.</summary>
    /// <param name="python">The interpreter.</param>
    /// <param name="threads">Threads of OpenBLAS.</param>
    /// <param name="core">The processor type to hold it to, or null for the best.</param>
    /// <param name="skipped">Told why when there is none.</param>
    public static OpenBlas? Start(string python, int threads, string? core, Action<string> skipped)
    {
        var environment = new Dictionary<string, string> { ["OPENBLAS_NUM_THREADS"] = threads.ToString() };
        if (core is not null)
        {
            environment["OPENBLAS_CORETYPE"] = core;
        }

        var script = Path.Combine(AppContext.BaseDirectory, "openblas.py");
        return Child.Start("OpenBLAS", [python, script], environment, Remedy, skipped) is { } child ? new OpenBlas(child) : null;
    }

    /// <summary>GFLOP/s of the float32 product C (m x n) = A (m x k) B (k x n).</summary>
    /// <param name="transposedA">Whether A is stored transposed.</param>
    /// <param name="transposedB">Whether B is stored transposed.</param>
    /// <param name="seconds">How long to repeat it.</param>
    public double Gflops(int m, int n, int k, bool transposedA, bool transposedB, double seconds) =>
        _child.Ask(new { m, n, k, ta = transposedA, tb = transposedB, seconds }).GetProperty("gflops").GetDouble();

    public void Dispose() => _child.Dispose();
}

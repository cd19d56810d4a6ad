using System.Diagnostics;
using System.Text.Json;

namespace Granary.Benchmarks.Kernels;

/// <summary>OpenBLAS, asked through NumPy in a process of its own.</summary>
public sealed class OpenBlas : IDisposable
{
    private readonly Process _process;

    private OpenBlas(Process process, string description)
    {
        _process = process;
        Description = description;
    }

    public string Description { get; }

    /// <summary>Starts it; null, with a word on standard error, where there is none.</summary>
    /// <param name="python">The interpreter.</param>
    /// <param name="threads">Threads of OpenBLAS.</param>
    /// <param name="core">The processor type to hold it to, or null for the best.</param>
    public static OpenBlas? Start(string python, int threads, string? core)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "openblas.py");
        var info = new ProcessStartInfo(python, [script]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // What the caller's environment says about OpenBLAS could handicap it.
        foreach (var name in info.Environment.Keys.Where(k => k.StartsWith("OPENBLAS_", StringComparison.Ordinal)).ToArray())
        {
            info.Environment.Remove(name);
        }

        info.Environment["OPENBLAS_NUM_THREADS"] = threads.ToString();
        if (core is not null)
        {
            info.Environment["OPENBLAS_CORETYPE"] = core;
        }

        try
        {
            var process = Process.Start(info)!;
            var answer = process.StandardOutput.ReadLine();
            if (answer is not null && !answer.Contains("error", StringComparison.Ordinal))
            {
                return new OpenBlas(process, answer);
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No such interpreter: the same as one without NumPy.
        }

        Console.Error.WriteLine(
            $"Skipped: OpenBLAS, because {python} has no NumPy over it. apt-get install python3-numpy libopenblas0-pthread");
        return null;
    }

    /// <summary>GFLOP/s of the product that a case comes down to.</summary>
    public double Gflops(Case @case, double slot)
    {
        var request = @case.Product switch
        {
            Product.Forward => new Request(@case.Rows, @case.Outputs, @case.Inputs, false, true, slot),
            Product.InputGradient => new Request(@case.Rows, @case.Inputs, @case.Outputs, false, false, slot),
            _ => new Request(@case.Outputs, @case.Inputs, @case.Rows, true, false, slot),
        };
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(request));
        var answer = _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException("The OpenBLAS process ended. See its message above.");
        return JsonDocument.Parse(answer).RootElement.GetProperty("gflops").GetDouble();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

#pragma warning disable IDE1006 // Names of the protocol.
    private sealed record Request(int m, int n, int k, bool ta, bool tb, double seconds);
#pragma warning restore IDE1006
}

using Granary.Benchmarks.Common;

namespace Granary.Benchmarks.Peers.Comparing;

/// <summary>The machine's float32 product of two square matrices.</summary>
public sealed class ProductSubject(string name, int threads, int size, OpenBlas openBlas) : Subject(SubjectKind.MatrixProduct, name)
{
    // A product is steady at once: it needs no as long a time as a training.
    private const double MostSeconds = 1;

    public int Threads => threads;

    public override string Description => openBlas.Description;

    public override void Measure(double seconds) => Gflops.Add(
        openBlas.Gflops(size, size, size, transposedA: false, transposedB: false, Math.Min(seconds, MostSeconds)));

    public override void Dispose() => openBlas.Dispose();
}

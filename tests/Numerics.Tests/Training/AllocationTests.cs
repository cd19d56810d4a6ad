using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Numerics.Kernels.Dispatch;
using Granary.Numerics.Networks;
using Granary.Numerics.Sharding;
using Granary.Numerics.Slicing;
using Granary.Numerics.Threads;
using Granary.Numerics.Training;

namespace Granary.Numerics.Tests.Training;

/// <summary>A steady step allocates nothing on any of its threads, changes of epoch included.</summary>
public class AllocationTests
{
    public static TheoryData<string, int, WireFormat> Teams()
    {
        var teams = new TheoryData<string, int, WireFormat>();
        foreach (var kernel in MatrixKernels.Available)
        {
            teams.Add(kernel, 1, WireFormat.Float32);
            teams.Add(kernel, 2, WireFormat.Float32);
            teams.Add(kernel, 2, WireFormat.Bfloat16);
        }

        return teams;
    }

    [Theory]
    [MemberData(nameof(Teams))]
    public void Step_InSteadyState_AllocatesNothing(string kernel, int threads, WireFormat wire)
    {
        var network = new NetworkShape(
            [64, 200, 70, 10], [Activation.Tanh, Activation.Softmax, Activation.Sigmoid], [true, false]);
        var optimizer = new OptimizerSettings(OptimizerKind.AdamW, 0.001f) { Given = new Dictionary<string, float> { ["clipNorm"] = 0.5f } };
        var settings = new TrainingSettings(network, Loss.CrossEntropy, optimizer, 40)
        {
            Epochs = 1000,
            Wire = wire,
        };
        using var team = new ComputeTeam(threads);
        var data = RandomRows.OfClasses(100, 64, 10, seed: 1);
        var trainer = new SequentialTrainer(settings, data, MatrixKernels.Create(kernel), team, new SliceCut(4096, 32));
        Take(trainer, 30);
        var allocated = Allocated(trainer, team);

        // Some things happen late, but only once: a thread that gets its first large part grows its scratch memory, and the
        // runtime replaces code that has run often. What a step allocates shows in every window.
        for (var more = 0; more < 10 && allocated > 0; more++)
        {
            allocated = Allocated(trainer, team);
        }

        Assert.Equal(0, allocated);
    }

    // Bytes that all threads allocate in 100 steps.
    private static long Allocated(SequentialTrainer trainer, ComputeTeam team)
    {
        var (before, after) = (new Probe(team.Threads), new Probe(team.Threads));
        team.Run(before, team.Threads);
        Take(trainer, 100);
        team.Run(after, team.Threads);
        Assert.Equal(team.Threads, before.Threads);
        return after.Bytes - before.Bytes;
    }

    private static void Take(SequentialTrainer trainer, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            trainer.Step();
        }
    }

    // Each thread takes one part, because none ends before all have begun, and writes down what it has allocated so far.
    private sealed class Probe(int threads) : IParallelWork
    {
        private readonly int[] _ids = new int[threads];
        private readonly long[] _bytes = new long[threads];
        private int _arrivals;

        public int Threads => _ids.Distinct().Count();

        public long Bytes => _bytes.Sum();

        public void Execute(int part)
        {
            _ids[part] = Environment.CurrentManagedThreadId;
            _bytes[part] = GC.GetAllocatedBytesForCurrentThread();
            Interlocked.Increment(ref _arrivals);
            while (Volatile.Read(ref _arrivals) < threads)
            {
                Thread.SpinWait(10);
            }
        }
    }
}

using System.Runtime.Intrinsics;
using Granary.Formulas.Activations;
using Granary.Numerics.Kernels;
using Granary.Numerics.Kernels.Blocked;
using Granary.Numerics.Kernels.Dispatch;
using Granary.Numerics.Sharding;
using Granary.Numerics.Threads;

namespace Granary.Numerics.Tests.Kernels;

/// <summary>Every kernel this machine can run against <see cref="PlainKernel"/>, bit for bit.</summary>
public sealed class MatrixKernelTests
{
    private static readonly PlainKernel Plain = new();
    private static readonly ComputeTeam[] Teams = [new(1), new(2), new(3)];

    // One of each for all cases, so that they also work in memory that another case has used.
    private static readonly MatrixKernel[] Kernels =
    [
        .. MatrixKernels.Available.Where(name => name != Plain.Name).Select(MatrixKernels.Create),
        new BlockedKernel<Vector128<float>, TwelveRowUnit>(nameof(TwelveRowUnit)),
    ];

    public static TheoryData<int, int, int> Shapes() => new()
    {
        { 1, 1, 1 }, { 0, 20, 10 }, { 2, 3, 2 }, { 3, 5, 7 }, { 16, 64, 15 }, { 16, 15, 10 }, { 13, 33, 31 }, { 14, 32, 32 },
        { 15, 16, 17 }, { 28, 64, 64 }, { 29, 48, 65 }, { 19, 37, 29 }, { 27, 101, 67 }, { 1, 130, 70 }, { 70, 1, 40 },
        { 70, 40, 1 }, { 6, 8, 16 }, { 12, 24, 96 }, { 128, 100, 64 }, { 64, 200, 128 }, { 211, 50, 100 }, { 256, 97, 45 },
        { 300, 450, 20 }, { 5, 4500, 40 }, { 5, 40, 4200 }, { 1030, 70, 100 },
    };

    // Neurons of a slice beside panels of 8, 16 and 32: halves and quarters of them, and what divides none of them.
    public static TheoryData<int, int, int, int> SlicesWithinPanels() => new()
    {
        { 13, 33, 96, 16 }, { 29, 48, 65, 8 }, { 27, 101, 67, 24 }, { 64, 200, 128, 16 }, { 15, 16, 40, 1 }, { 19, 37, 93, 13 },
        { 211, 50, 100, 8 }, { 1030, 70, 100, 16 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Forward_EveryKernel_SameBitsAsPlain(int rows, int inputs, int outputs) =>
        CheckForward(rows, inputs, outputs, neuronsPerSlice: 32);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void InputGradient_EveryKernel_SameBitsAsPlain(int rows, int inputs, int outputs) =>
        CheckInputGradient(rows, inputs, outputs, neuronsPerSlice: 64);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void WeightGradient_EveryKernel_SameBitsAsPlain(int rows, int inputs, int outputs) =>
        CheckWeightGradient(rows, inputs, outputs, neuronsPerSlice: 32, WireFormat.Float32);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void WeightGradient_RoundedToBfloat16_SameBitsAsPlain(int rows, int inputs, int outputs) =>
        CheckWeightGradient(rows, inputs, outputs, neuronsPerSlice: 32, WireFormat.Bfloat16);

    [Theory]
    [MemberData(nameof(SlicesWithinPanels))]
    public void Products_SlicesThatStartWithinPanels_SameBitsAsPlain(int rows, int inputs, int outputs, int neuronsPerSlice)
    {
        CheckForward(rows, inputs, outputs, neuronsPerSlice);
        CheckInputGradient(rows, inputs, outputs, neuronsPerSlice);
        CheckWeightGradient(rows, inputs, outputs, neuronsPerSlice, WireFormat.Float32);
        CheckWeightGradient(rows, inputs, outputs, neuronsPerSlice, WireFormat.Bfloat16);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Products_InSteadyState_AllocateNothing(string name)
    {
        var kernel = MatrixKernels.Create(name);
        var values = Ordinary(7);
        var x = new GuardedMatrix(210, 70, padding: 1).Fill(values).View;
        var y = new GuardedMatrix(210, 45, padding: 1).Fill(values).View;
        var layer = new TestLayer(70, 45, neuronsPerSlice: 32).Fill(values).Slices;
        int[] starts = [0, 50, 210];
        long Allocated()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            kernel.Forward(Teams[0], x, layer, Activation.Relu, y);
            kernel.InputGradient(Teams[0], y, layer, Activation.Relu, x, x);
            kernel.WeightGradient(Teams[0], y, x, starts, WireFormat.Float32, layer);
            kernel.WeightGradient(Teams[0], y, x, starts, WireFormat.Bfloat16, layer);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Allocated();

        // A collection on another test's behalf closes this thread's allocation buffer and counts what was left of it. What the
        // products allocate shows every time.
        Assert.Equal(0, Enumerable.Range(0, 10).Min(_ => Allocated()));
    }

    public static TheoryData<string> Names() => [.. MatrixKernels.Available];

    private static void CheckForward(int rows, int inputs, int outputs, int neuronsPerSlice)
    {
        foreach (var values in new[] { Ordinary(rows + inputs + outputs), Extreme(outputs) })
        {
            var x = new GuardedMatrix(rows, inputs, padding: 3).Fill(values);
            var layer = new TestLayer(inputs, outputs, neuronsPerSlice).Fill(values);
            foreach (var activation in new[] { Activation.Identity, Activation.Relu })
            {
                var expected = new GuardedMatrix(rows, outputs, padding: 5);
                Plain.Forward(Teams[0], x.View, layer.Slices, activation, expected.View);
                ForEachKernel(rows, inputs, outputs, (kernel, team, what) =>
                {
                    var actual = new GuardedMatrix(rows, outputs, padding: 5);
                    kernel.Forward(team, x.View, layer.Slices, activation, actual.View);
                    GuardedMatrix.AssertSameBits(expected, actual, $"{what}, {activation}");
                });
            }
        }
    }

    private static void CheckInputGradient(int rows, int inputs, int outputs, int neuronsPerSlice)
    {
        foreach (var values in new[] { Ordinary(rows + inputs + outputs), Extreme(inputs) })
        {
            var delta = new GuardedMatrix(rows, outputs, padding: 1).Fill(values);
            var y = new GuardedMatrix(rows, inputs, padding: 2).Fill(values);
            var layer = new TestLayer(inputs, outputs, neuronsPerSlice).Fill(values);
            foreach (var activation in new[] { Activation.Identity, Activation.Relu })
            {
                var expected = new GuardedMatrix(rows, inputs, padding: 0);
                Plain.InputGradient(Teams[0], delta.View, layer.Slices, activation, y.View, expected.View);
                ForEachKernel(rows, inputs, outputs, (kernel, team, what) =>
                {
                    var actual = new GuardedMatrix(rows, inputs, padding: 0);
                    kernel.InputGradient(team, delta.View, layer.Slices, activation, y.View, actual.View);
                    GuardedMatrix.AssertSameBits(expected, actual, $"{what}, {activation}");
                });
            }
        }
    }

    private static void CheckWeightGradient(int rows, int inputs, int outputs, int neuronsPerSlice, WireFormat wire)
    {
        foreach (var values in new[] { Ordinary(rows + inputs + outputs), Extreme(rows) })
        {
            var delta = new GuardedMatrix(rows, outputs, padding: 1).Fill(values);
            var x = new GuardedMatrix(rows, inputs, padding: 2).Fill(values);
            foreach (var starts in ShardStarts(rows))
            {
                var expected = new TestLayer(inputs, outputs, neuronsPerSlice);
                Plain.WeightGradient(Teams[0], delta.View, x.View, starts, wire, expected.Slices);
                ForEachKernel(rows, inputs, outputs, (kernel, team, what) =>
                {
                    var actual = new TestLayer(inputs, outputs, neuronsPerSlice);
                    kernel.WeightGradient(team, delta.View, x.View, starts, wire, actual.Slices);
                    TestLayer.AssertSameBits(expected, actual, $"{what}, shards [{string.Join(' ', starts)}]");
                });
            }
        }
    }

    // Several threads only where there is work for them.
    private static void ForEachKernel(int rows, int inputs, int outputs, Action<MatrixKernel, ComputeTeam, string> check)
    {
        foreach (var kernel in Kernels)
        {
            foreach (var team in (long)rows * inputs * outputs > 1_000_000 ? Teams : Teams[..1])
            {
                check(kernel, team, $"{kernel.Name}, {team.Threads} threads");
            }
        }
    }

    private static Func<float> Ordinary(int seed)
    {
        var random = new Random(seed);
        return () => (float)((random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-3, 3)));
    }

    private static Func<float> Extreme(int seed)
    {
        float[] extremes =
            [0f, -0f, float.Epsilon, -1e-40f, 1e-30f, -1e30f, float.MaxValue, float.PositiveInfinity, float.NegativeInfinity];
        var random = new Random(seed);
        var ordinary = Ordinary(seed);
        return () => random.Next(8) == 0 ? extremes[random.Next(extremes.Length)] : ordinary();
    }

    // Whole batches in 1 to 16 shards, some of them empty, and nodes that hold the middle of a batch.
    private static IEnumerable<int[]> ShardStarts(int rows)
    {
        foreach (var shards in new[] { 1, 2, 8, 16 })
        {
            var schedule = new BatchSchedule(Math.Max(rows, 1), Math.Max(rows, 1), shards, epochs: 1, steps: null);
            yield return [.. Enumerable.Range(0, shards + 1).Select(shard => schedule.ShardStart(rows, shard))];
        }

        yield return [rows / 3, rows / 3, rows / 2, rows / 2, rows];
        yield return [rows / 2, (rows / 2) + ((rows + 1) / 4)];
    }
}

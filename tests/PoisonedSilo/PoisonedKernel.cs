using System.Runtime.InteropServices;
using Granary.Formulas.Activations;
using Granary.Numerics.Kernels;
using Granary.Numerics.Layers;
using Granary.Numerics.Memory;
using Granary.Numerics.Sharding;
using Granary.Numerics.Threads;

namespace Granary.PoisonedSilo;

/// <summary>
/// A kernel that computes as another one, but ends its process, stops it, or takes all of its memory before it computes a layer of a
/// certain width.
/// </summary>
internal sealed partial class PoisonedKernel(MatrixKernel right) : MatrixKernel
{
    private const int DeadlyWidth = 13;
    private const int FreezingWidth = 17;
    private const int GreedyWidth = 19;
    private const int Kill = 9;
    private const int Stop = 19;

    public override string Name => right.Name;

    public override void Forward(ComputeTeam team, Matrix x, Slice[] layer, Activation activation, Matrix y)
    {
        _ = layer.Sum(s => s.Neurons) switch
        {
            DeadlyWidth => Signal(Environment.ProcessId, Kill),
            FreezingWidth => Signal(Environment.ProcessId, Stop),
            GreedyWidth => AllocateWithoutEnd(),
            _ => 0,
        };

        right.Forward(team, x, layer, activation, y);
    }

    public override void InputGradient(ComputeTeam team, Matrix delta, Slice[] layer, Activation activation, Matrix y, Matrix d) =>
        right.InputGradient(team, delta, layer, activation, y, d);

    public override void WeightGradient(
        ComputeTeam team, Matrix delta, Matrix x, int[] shardStarts, WireFormat wire, Slice[] gradient) =>
        right.WeightGradient(team, delta, x, shardStarts, wire, gradient);

    private static int AllocateWithoutEnd()
    {
        var all = new List<byte[]>();
        while (true)
        {
            all.Add(GC.AllocateArray<byte>(16 << 20));
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}

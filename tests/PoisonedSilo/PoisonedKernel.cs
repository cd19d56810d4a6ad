using System.Runtime.InteropServices;
using Granary.Formulas.Activations;
using Granary.Numerics.Kernels;
using Granary.Numerics.Layers;
using Granary.Numerics.Memory;
using Granary.Numerics.Sharding;
using Granary.Numerics.Threads;

namespace Granary.PoisonedSilo;

/// <summary>A kernel that computes as another one, but ends or stops its process before it computes a layer of a certain width.</summary>
internal sealed partial class PoisonedKernel(MatrixKernel right) : MatrixKernel
{
    private const int DeadlyWidth = 13;
    private const int StillWidth = 17;
    private const int Kill = 9;
    private const int Stop = 19;

    public override string Name => right.Name;

    public override void Forward(ComputeTeam team, Matrix x, Slice[] layer, Activation activation, Matrix y)
    {
        switch (layer.Sum(s => s.Neurons))
        {
            case DeadlyWidth:
                _ = Signal(Environment.ProcessId, Kill);
                break;
            case StillWidth:
                _ = Signal(Environment.ProcessId, Stop);
                break;
        }

        right.Forward(team, x, layer, activation, y);
    }

    public override void InputGradient(ComputeTeam team, Matrix delta, Slice[] layer, Activation activation, Matrix y, Matrix d) =>
        right.InputGradient(team, delta, layer, activation, y, d);

    public override void WeightGradient(
        ComputeTeam team, Matrix delta, Matrix x, int[] shardStarts, WireFormat wire, Slice[] gradient) =>
        right.WeightGradient(team, delta, x, shardStarts, wire, gradient);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}

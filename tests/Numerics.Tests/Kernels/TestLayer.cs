using Granary.Numerics.Layers;

namespace Granary.Numerics.Tests.Kernels;

/// <summary>The parameters of one layer, or their gradient: a guarded array for each slice.</summary>
internal sealed unsafe class TestLayer
{
    private readonly GuardedMatrix[] _arrays;

    /// <param name="inputs">Inputs of the layer.</param>
    /// <param name="outputs">Output neurons.</param>
    /// <param name="neuronsPerSlice">Of all slices but the last.</param>
    public TestLayer(int inputs, int outputs, int neuronsPerSlice)
    {
        var count = (outputs + neuronsPerSlice - 1) / neuronsPerSlice;
        _arrays = new GuardedMatrix[count];
        Slices = new Slice[count];
        for (var s = 0; s < count; s++)
        {
            var first = s * neuronsPerSlice;
            var shape = new SliceShape(0, s, first, Math.Min(neuronsPerSlice, outputs - first), inputs);
            _arrays[s] = new GuardedMatrix(1, shape.Length, 0);
            Slices[s] = new Slice(shape, _arrays[s].View.Data);
        }
    }

    public Slice[] Slices { get; }

    public TestLayer Fill(Func<float> next)
    {
        foreach (var array in _arrays)
        {
            array.Fill(next);
        }

        return this;
    }

    public static void AssertSameBits(TestLayer expected, TestLayer actual, string what)
    {
        for (var s = 0; s < expected._arrays.Length; s++)
        {
            GuardedMatrix.AssertSameBits(expected._arrays[s], actual._arrays[s], $"{what}, slice {s}");
        }
    }
}

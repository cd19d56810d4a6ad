using Granary.Formulas.Lanes;
using Granary.Numerics.Tests.Lanes;

namespace Granary.Numerics.Tests.Functions;

/// <summary>A function of one float, written on lanes.</summary>
internal interface ILaneFunction
{
    static abstract TLanes Of<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>;
}

/// <summary>Runs functions on arrays, with lanes of every width.</summary>
internal static unsafe class Widths
{
    /// <summary>The function's values, with the widest lanes of this processor.</summary>
    public static float[] Map<TFunction>(float[] x)
        where TFunction : struct, ILaneFunction
    {
        var y = (float[])x.Clone();
        fixed (float* values = y)
        {
            LaneLoop.Run(new Kernel<TFunction>(values), y.Length);
        }

        return y;
    }

    /// <summary>
    /// All widths give the bits of the scalar lanes, wherever an element lies in the array, however long that is, and touch
    /// nothing outside of it.
    /// </summary>
    public static void AssertSameBits<TFunction>()
        where TFunction : struct, ILaneFunction
    {
        float[] x = [.. Samples.Special, .. Samples.Mixed(1000, seed: 1)];
        var expected = Map<ScalarLanes, TFunction>(x, 0, x.Length);
        Check<Lanes128, TFunction>(x, expected);
        Check<Lanes256, TFunction>(x, expected);
        Check<Lanes512, TFunction>(x, expected);
    }

    /// <summary>The function gives the expected bits at every width.</summary>
    public static void AssertMaps<TFunction>(float[] expected, float[] x, string what)
        where TFunction : struct, ILaneFunction
    {
        SameBits.AssertEqual(expected, Map<ScalarLanes, TFunction>(x, 0, x.Length), $"{what}, scalar");
        SameBits.AssertEqual(expected, Map<Lanes128, TFunction>(x, 0, x.Length), $"{what}, 128 bits");
        SameBits.AssertEqual(expected, Map<Lanes256, TFunction>(x, 0, x.Length), $"{what}, 256 bits");
        SameBits.AssertEqual(expected, Map<Lanes512, TFunction>(x, 0, x.Length), $"{what}, 512 bits");
    }

    private static void Check<TLanes, TFunction>(float[] x, float[] expected)
        where TLanes : struct, ILanes<TLanes>
        where TFunction : struct, ILaneFunction
    {
        var name = $"{typeof(TFunction).Name} with {typeof(TLanes).Name}";
        SameBits.AssertEqual(expected, Map<TLanes, TFunction>(x, 0, x.Length), name);
        for (var offset = 0; offset < 17; offset++)
        {
            for (var length = 0; length <= 35; length++)
            {
                float[] partly =
                    [.. x[..offset], .. expected[offset..(offset + length)], .. x[(offset + length)..]];
                SameBits.AssertEqual(partly, Map<TLanes, TFunction>(x, offset, length), $"{name}, {length} from {offset}");
            }
        }
    }

    private static float[] Map<TLanes, TFunction>(float[] x, int offset, int length)
        where TLanes : struct, ILanes<TLanes>
        where TFunction : struct, ILaneFunction
    {
        var y = (float[])x.Clone();
        fixed (float* values = y)
        {
            LaneLoop.Run<TLanes, Kernel<TFunction>>(new Kernel<TFunction>(values + offset), length);
        }

        return y;
    }

    private readonly struct Kernel<TFunction>(float* values) : ILaneKernel
        where TFunction : struct, ILaneFunction
    {
        private readonly float* _values = values;

        public void Invoke<TLanes>(nint start, int count)
            where TLanes : struct, ILanes<TLanes> =>
            TFunction.Of(TLanes.Load(_values + start, count)).Store(_values + start, count);
    }
}

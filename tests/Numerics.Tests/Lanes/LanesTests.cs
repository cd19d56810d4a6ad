using Granary.Formulas.Lanes;

namespace Granary.Numerics.Tests.Lanes;

/// <summary>Each member of each kind of lanes against the scalar one, which in turn is compared with plain C#.</summary>
public unsafe class LanesTests
{
    private const int Width = Lanes512.Width;

    private interface IOperation
    {
        static abstract TLanes Of<TLanes>(TLanes a, TLanes b, TLanes c)
            where TLanes : struct, ILanes<TLanes>;
    }

    [Fact]
    public void Operations_AllWidths_GiveTheBitsOfTheScalarLanes()
    {
        Check<Sum>(nameof(Sum));
        Check<Difference>(nameof(Difference));
        Check<Product>(nameof(Product));
        Check<Quotient>(nameof(Quotient));
        Check<Fused>(nameof(Fused));
        Check<Root>(nameof(Root));
        Check<Greater>(nameof(Greater));
        Check<Equal>(nameof(Equal));
        Check<BitOperations>(nameof(BitOperations));
    }

    [Fact]
    public void ScalarLanes_Operations_AreThoseOfTheLanguage()
    {
        foreach (var a in Samples.Special)
        {
            foreach (var b in Samples.Special)
            {
                var (x, y) = (new ScalarLanes(a), new ScalarLanes(b));
                float[] expected =
                [
                    a + b, a - b, a * b, a / b, -a, MathF.Sqrt(a),
                    MathF.FusedMultiplyAdd(a, b, a), a > b ? a : b, a == b ? 1 : 2,
                ];
                float[] found =
                [
                    (x + y).Value, (x - y).Value, (x * y).Value, (x / y).Value, (-x).Value, ScalarLanes.Sqrt(x).Value,
                    ScalarLanes.FusedMultiplyAdd(x, y, x).Value, ScalarLanes.IfGreater(x, y, x, y).Value,
                    ScalarLanes.IfEqual(x, y, new ScalarLanes(1), new ScalarLanes(2)).Value,
                ];
                SameBits.AssertEqualButNaNs(expected, found, $"{a:R} and {b:R}");
            }
        }
    }

    [Fact]
    public void LoadAndStore_PartOfTheLanes_LeaveTheRestAlone()
    {
        CheckParts<ScalarLanes>();
        CheckParts<Lanes128>();
        CheckParts<Lanes256>();
        CheckParts<Lanes512>();
    }

    private static void Check<TOperation>(string name)
        where TOperation : struct, IOperation
    {
        foreach (var a in Samples.Special)
        {
            for (var first = 0; first < Samples.Special.Length; first += Width)
            {
                var b = new float[Width];
                var c = new float[Width];
                for (var i = 0; i < Width; i++)
                {
                    b[i] = Samples.Special[(first + i) % Samples.Special.Length];
                    c[i] = Samples.Special[(first + (5 * i)) % Samples.Special.Length];
                }

                var expected = Run<ScalarLanes, TOperation>(a, b, c);
                SameBits.AssertEqualButNaNs(expected, Run<Lanes128, TOperation>(a, b, c), name + " with 128 bits");
                SameBits.AssertEqualButNaNs(expected, Run<Lanes256, TOperation>(a, b, c), name + " with 256 bits");
                SameBits.AssertEqualButNaNs(expected, Run<Lanes512, TOperation>(a, b, c), name + " with 512 bits");
            }
        }
    }

    private static float[] Run<TLanes, TOperation>(float a, float[] b, float[] c)
        where TLanes : struct, ILanes<TLanes>
        where TOperation : struct, IOperation
    {
        var result = new float[Width];
        fixed (float* second = b, third = c, to = result)
        {
            for (var i = 0; i < Width; i += TLanes.Count)
            {
                TOperation.Of(TLanes.Broadcast(a), TLanes.Load(second + i, TLanes.Count), TLanes.Load(third + i, TLanes.Count))
                    .Store(to + i, TLanes.Count);
            }
        }

        return result;
    }

    private static void CheckParts<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        var source = Enumerable.Range(1, Width).Select(i => (float)i).ToArray();
        for (var count = 1; count <= TLanes.Count; count++)
        {
            var lanes = new float[Width];
            var part = Enumerable.Repeat(-1f, Width).ToArray();
            var mixed = new float[Width];
            fixed (float* from = source, all = lanes, some = part, both = mixed)
            {
                var loaded = TLanes.Load(from, count);
                loaded.Store(all, TLanes.Count);
                TLanes.Load(from, TLanes.Count).Store(some, count);
                TLanes.IfFirst(count, loaded, TLanes.Broadcast(-1f)).Store(both, TLanes.Count);
            }

            Assert.Equal(source.Take(count), lanes.Take(count));
            Assert.All(lanes.Skip(count), lane => Assert.Equal(0f, lane));
            Assert.Equal(source.Take(count), part.Take(count));
            Assert.All(part.Skip(count), lane => Assert.Equal(-1f, lane));
            Assert.Equal(part.Take(TLanes.Count), mixed.Take(TLanes.Count));
        }
    }

    private struct Sum : IOperation
    {
        public static TLanes Of<TLanes>(TLanes a, TLanes b, TLanes c)
            where TLanes : struct, ILanes<TLanes> => a + b;
    }

    private struct Difference : IOperation
    {
        public static TLanes Of<TLanes>(TLanes a, TLanes b, TLanes c)
            where TLanes : struct, ILanes<TLanes> => a - b;
    }

    private struct Product : IOperation
    {
        public static TLanes Of<TLanes>(TLanes a, TLanes b, TLanes c)
            where TLanes : struct, ILanes<TLanes> => a * b;
    }

    private struct Quotient : IOperation
    {
        public static TLanes Of<TLanes>(TLanes a, TLanes b, TLanes c)
            where TLanes : struct, ILanes<TLanes> => a / b;
    }

    private struct Fused : IOperation
    {
        public static TLanes Of<TLanes>(TLanes a, TLanes b, TLanes c)
            where TLanes : struct, ILanes<TLanes> => TLanes.FusedMultiplyAdd(a, b, c);
    }

    private struct Root : IOperation
    {
        public static TLanes Of<TLanes>(TLanes a, TLanes b, TLanes c)
            where TLanes : struct, ILanes<TLanes> => TLanes.Sqrt(b);
    }

    private struct Greater : IOperation
    {
        public static TLanes Of<TLanes>(TLanes a, TLanes b, TLanes c)
            where TLanes : struct, ILanes<TLanes> => TLanes.IfGreater(a, b, c, -c);
    }

    private struct Equal : IOperation
    {
        public static TLanes Of<TLanes>(TLanes a, TLanes b, TLanes c)
            where TLanes : struct, ILanes<TLanes> => TLanes.IfEqual(a, b, c, -c);
    }

    private struct BitOperations : IOperation
    {
        public static TLanes Of<TLanes>(TLanes a, TLanes b, TLanes c)
            where TLanes : struct, ILanes<TLanes> =>
            TLanes.AddBits(TLanes.ShiftBitsLeft(a & b, 3), TLanes.ShiftBitsRight(b | c, 5));
    }
}

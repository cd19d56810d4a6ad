using Granary.Formulas.Lanes;

namespace Granary.Numerics.Tests.Lanes;

public unsafe class RowReductionTests
{
    [Fact]
    public void Run_AnyLengthAndWidth_AddsInTheDocumentedOrder()
    {
        for (var length = 0; length <= 70; length++)
        {
            var x = Samples.Uniform(length, seed: length, limit: 1000);
            var expected = Documented(x);
            Assert.Equal(expected, Sum<ScalarLanes>(x));
            Assert.Equal(expected, Sum<Lanes128>(x));
            Assert.Equal(expected, Sum<Lanes256>(x));
            Assert.Equal(expected, Sum<Lanes512>(x));
        }
    }

    [Fact]
    public void OrderedSum_AnyWidth_AddsFromTheFirstToTheLast()
    {
        for (var length = 1; length <= 50; length++)
        {
            var x = Samples.Uniform(length, seed: length, limit: 1000);
            var expected = x.Aggregate(0f, (sum, term) => sum + term);
            Assert.Equal(expected, InOrder<ScalarLanes>(x));
            Assert.Equal(expected, InOrder<Lanes128>(x));
            Assert.Equal(expected, InOrder<Lanes256>(x));
            Assert.Equal(expected, InOrder<Lanes512>(x));
        }
    }

    private static float Documented(float[] x)
    {
        var s = new float[16];
        for (var j = 0; j < x.Length; j++)
        {
            s[j % 16] += x[j];
        }

        var q = new float[4];
        for (var p = 0; p < 4; p++)
        {
            q[p] = (s[p] + s[p + 4]) + (s[p + 8] + s[p + 12]);
        }

        return (q[0] + q[2]) + (q[1] + q[3]);
    }

    private static float Sum<TLanes>(float[] x)
        where TLanes : struct, ILanes<TLanes>
    {
        fixed (float* values = x)
        {
            return RowReduction.Run<TLanes, SumReduction>(new SumReduction(values), x.Length);
        }
    }

    private static float InOrder<TLanes>(float[] x)
        where TLanes : struct, ILanes<TLanes>
    {
        var memory = stackalloc float[OrderedSum.MemoryLength];
        var sum = new OrderedSum(memory);
        fixed (float* values = x)
        {
            LaneLoop.Run<TLanes, OrderedKernel>(new OrderedKernel(values, sum), x.Length);
        }

        return sum.Value;
    }

    private readonly struct SumReduction(float* x) : IRowReduction
    {
        private readonly float* _x = x;

        public static float Start => 0f;

        public TLanes Enter<TLanes>(TLanes partial, nint start, int count)
            where TLanes : struct, ILanes<TLanes> => partial + TLanes.Load(_x + start, count);

        public static TLanes Combine<TLanes>(TLanes left, TLanes right)
            where TLanes : struct, ILanes<TLanes> => left + right;
    }

    private readonly struct OrderedKernel(float* x, OrderedSum sum) : ILaneKernel
    {
        private readonly float* _x = x;
        private readonly OrderedSum _sum = sum;

        public void Invoke<TLanes>(nint start, int count)
            where TLanes : struct, ILanes<TLanes> => _sum.Add(TLanes.Load(_x + start, count), count);
    }
}

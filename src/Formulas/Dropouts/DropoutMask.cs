using System.Runtime.CompilerServices;
using Granary.Formulas.Lanes;
using Granary.Formulas.Randomness;

namespace Granary.Formulas.Dropouts;

/// <summary>
/// Dropout (Srivastava et al., 2014), inverted: what each neuron of a row is multiplied by, 0 or <c>1 / (1 - rate)</c>. It follows from seed,
/// layer, row and neuron alone, so it does not matter who computes a row, nor with which others.
/// </summary>
/// <remarks>
/// A neuron is dropped where 16 random bits are below <c>round(65536 rate)</c>. A row takes <c>n</c> words of the layer's stream,
/// a multiple of 4, half as many as it has neurons or a few more, beginning with word <c>n row</c>. The low half of word <c>w</c> is for neuron
/// <c>w</c>, the high half for neuron <c>n + w</c>.
/// </remarks>
public static unsafe class DropoutMask
{
    private const int WordsPerBlock = 4;
    private const int WordsAtOnce = 256;

    /// <summary>Fills in what the neurons of a row are multiplied by.</summary>
    /// <param name="seed">The job's seed.</param>
    /// <param name="layer">The layer, from 0.</param>
    /// <param name="row">The row's number among all rows that training sees: step times batch size, and its place in the mini-batch.</param>
    /// <param name="rate">The share of neurons that is dropped, at least 0 and below 1.</param>
    /// <param name="factors">Receives a factor for each neuron.</param>
    public static void Fill(long seed, int layer, long row, float rate, Span<float> factors)
    {
        var words = WordsOf(factors.Length);
        var random = new RandomStream(seed, RandomPurpose.Dropout, layer);
        var (least, kept) = (MathF.Round(65536 * rate), 1 / (1 - rate));
        var memory = stackalloc uint[WordsAtOnce];
        fixed (float* all = factors)
        {
            for (var first = 0; first < words; first += WordsAtOnce)
            {
                var count = Math.Min(WordsAtOnce, words - first);
                random.Fill((row * words) + first, new Span<uint>(memory, count));
                Halves((float*)memory, isHigh: false, Math.Min(count, factors.Length - first), all + first);
                Halves((float*)memory, isHigh: true, Math.Min(count, factors.Length - words - first), all + words + first);
            }
        }

        void Halves(float* bits, bool isHigh, int count, float* into)
        {
            if (count > 0)
            {
                LaneLoop.Run(new Kernel(bits, isHigh, least, kept, into), count);
            }
        }
    }

    private static int WordsOf(int neurons) => (neurons + (2 * WordsPerBlock) - 1) / (2 * WordsPerBlock) * WordsPerBlock;

    private readonly struct Kernel(float* words, bool isHigh, float least, float kept, float* factors) : ILaneKernel
    {
        private readonly float* _words = words;
        private readonly bool _isHigh = isHigh;
        private readonly float _least = least;
        private readonly float _kept = kept;
        private readonly float* _factors = factors;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<TLanes>(nint start, int count)
            where TLanes : struct, ILanes<TLanes>
        {
            // Sixteen bits below the leading one of 2^23 are a whole number.
            var leading = TLanes.Broadcast(1 << 23);
            var words = TLanes.Load(_words + start, count);
            var half = _isHigh ? TLanes.ShiftBitsRight(words, 16) : words;
            var number = ((half & TLanes.Broadcast(BitConverter.UInt32BitsToSingle(0xFFFF))) | leading) - leading;
            TLanes.IfGreater(TLanes.Broadcast(_least), number, TLanes.Broadcast(0f), TLanes.Broadcast(_kept)).Store(_factors + start, count);
        }
    }
}

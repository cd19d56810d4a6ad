using Granary.Numerics.Layers;

namespace Granary.Numerics.Slicing;

/// <summary>Which of several silos holds which slice: largest first, each to the silo that has the fewest parameters so far.</summary>
public sealed class SliceSpread
{
    private readonly Dictionary<SliceShape, int> _owners = [];
    private readonly long[] _loads;

    /// <summary>Spreads slices.</summary>
    /// <param name="slices">The slices of a network.</param>
    /// <param name="silos">How many silos hold them.</param>
    public SliceSpread(IEnumerable<SliceShape> slices, int silos)
    {
        _loads = new long[silos];
        foreach (var slice in slices.OrderByDescending(s => s.Length))
        {
            var lightest = Array.IndexOf(_loads, _loads.Min());
            _loads[lightest] += slice.Length;
            _owners[slice] = lightest;
        }
    }

    /// <summary>The silo of each slice, from 0; the largest slices first.</summary>
    public IReadOnlyDictionary<SliceShape, int> Owners => _owners;

    /// <summary>Parameters that each silo holds.</summary>
    public IReadOnlyList<long> Loads => _loads;

    /// <summary>
    /// What the silo that sends most sends in a step, beside what all would send if each held the same. A silo sends the gradients
    /// of what it does not hold, and the weights of what it holds to each of the others.
    /// </summary>
    public double LargestToEven
    {
        get
        {
            var silos = _loads.Length;
            var parameters = (double)_loads.Sum();
            return silos == 1 ? 1 : (parameters + ((silos - 2) * _loads.Max())) / (2 * parameters * (silos - 1) / silos);
        }
    }
}

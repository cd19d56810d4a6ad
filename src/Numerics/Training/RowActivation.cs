using Granary.Formulas.Activations;
using Granary.Numerics.Memory;
using Granary.Numerics.Threads;

namespace Granary.Numerics.Training;

/// <summary>Activates rows whose <c>z</c> is kept, by all threads.</summary>
internal sealed class RowActivation(ComputeTeam team) : IParallelWork
{
    private const int ValuesPerPart = 2048;

    private Activation _activation;
    private Matrix _z;
    private Matrix _y;
    private int _rowsPerPart;

    /// <summary>Finds <c>y = f(z)</c>.</summary>
    /// <param name="activation">The function <c>f</c>, one that looks at one element at a time.</param>
    /// <param name="z">The rows before.</param>
    /// <param name="y">Receives the rows after.</param>
    public void Apply(Activation activation, Matrix z, Matrix y)
    {
        _activation = activation;
        _z = z;
        _y = y;
        _rowsPerPart = Math.Max(1, ValuesPerPart / z.Columns);
        team.Run(this, (z.Rows + _rowsPerPart - 1) / _rowsPerPart);
    }

    void IParallelWork.Execute(int part)
    {
        var end = Math.Min((part + 1) * _rowsPerPart, _z.Rows);
        for (var r = part * _rowsPerPart; r < end; r++)
        {
            _z.Row(r).CopyTo(_y.Row(r));
            ActivationFunction.Apply(_activation, _y.Row(r));
        }
    }
}

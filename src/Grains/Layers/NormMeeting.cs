using Granary.Formulas.Optimizers;
using Granary.Grains.Interfaces;

namespace Granary.Grains.Layers;

/// <summary>
/// Where the slices of a job meet at each step to find the norm of all their gradients: at the job's first slice, as
/// <see cref="Granary.Grains.Interfaces.Layers.ILayerGrain.AddToNorm"/> tells.
/// </summary>
/// <param name="neurons">Neurons of all layers.</param>
internal sealed class NormMeeting(int neurons)
{
    private readonly Lock _gate = new();
    private readonly double[] _squares = new double[neurons];
    private TaskCompletionSource<double> _norm = Waiting();
    private string? _refusal;
    private int _there;
    private long _step;

    /// <summary>Takes a slice's part.</summary>
    /// <param name="step">The step.</param>
    /// <param name="firstNeuron">Its first neuron's number among those of all layers.</param>
    /// <param name="squares">The sum of squares of each of its neurons.</param>
    /// <returns>The norm, once all are there.</returns>
    /// <exception cref="RefusedException">Others are at another step, or the job was reassigned.</exception>
    public Task<double> Add(long step, int firstNeuron, ReadOnlySpan<double> squares)
    {
        TaskCompletionSource<double> complete;
        double norm;
        lock (_gate)
        {
            if (_refusal is not null || (_there > 0 && step != _step))
            {
                throw new RefusedException(_refusal ?? $"The norm of the gradients of step {step} was asked for at step {_step}.");
            }

            squares.CopyTo(_squares.AsSpan(firstNeuron));
            (_step, _there) = (step, _there + squares.Length);
            if (_there < neurons)
            {
                return _norm.Task;
            }

            norm = NormClipping.Norm(_squares);
            (complete, _norm, _there) = (_norm, Waiting(), 0);
        }

        complete.SetResult(norm);
        return complete.Task;
    }

    /// <summary>Refuses everybody who waits and everybody who comes.</summary>
    /// <param name="reason">Why.</param>
    public void Release(string reason)
    {
        lock (_gate)
        {
            _refusal = reason;
            _norm.TrySetException(new RefusedException(reason));

            // Looked at, so that nobody reports it as forgotten where nobody waits.
            _ = _norm.Task.Exception;
        }
    }

    private static TaskCompletionSource<double> Waiting() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

using Granary.Grains.Interfaces.Checkpoints;
using Orleans.Concurrency;

namespace Granary.Grains.Interfaces.Layers;

/// <summary>
/// Holds one slice of one layer of one job: its weights, biases and optimizer state. Its key is made by
/// <see cref="GrainKeys.Slice"/>.
/// </summary>
/// <remarks>
/// Workers of its own silo reach the slice directly, others through the <see cref="IBucketGrain"/> of their silo's assignment.
/// Weights of version <c>v</c> are those after <c>v</c> updates. Each worker sends the gradient of its shards for step <c>v</c> and
/// is answered with version <c>v + 1</c>, once all shards of the mini-batch are covered. A repeated message changes nothing
/// and is answered with what is published; a message of another generation or of a later step is refused. Shards may be assigned to
/// a second worker: whichever gradient comes first counts, and the other one is compared with it
/// (<see cref="DifferentBitsException"/>).
/// </remarks>
[Alias("granary.ILayerGrain")]
public interface ILayerGrain : IGrainWithStringKey
{
    /// <summary>Gets the slice's parameters from where the assignment says.</summary>
    /// <param name="assignment">Which slice of which job.</param>
    /// <exception cref="CheckpointException">The checkpoint's file is not there or not what it was.</exception>
    [ResponseTimeout("00:05:00"), Alias("Prepare")]
    Task Prepare(SliceAssignment assignment);

    /// <summary>The published weights.</summary>
    /// <param name="generation">The caller's generation.</param>
    [AlwaysInterleave, Alias("Read")]
    ValueTask<SliceWeights> Read(long generation);

    /// <summary>How far the slice is, and whom it waits for.</summary>
    /// <param name="generation">The caller's generation.</param>
    [AlwaysInterleave, Alias("GetProgress")]
    ValueTask<SliceProgress> GetProgress(long generation);

    /// <summary>
    /// The weights for a worker that is to compute shards a second time, beginning in the middle of a span. From now on the slice
    /// keeps what it gets for these shards, to compare it with the copy that comes later.
    /// </summary>
    /// <param name="generation">The caller's generation.</param>
    /// <param name="shards">The shards and steps.</param>
    /// <returns>The weights of the first of these steps, which are never written again.</returns>
    /// <exception cref="RefusedException">The slice is not at the first of these steps, nor at the one after it.</exception>
    [AlwaysInterleave, Alias("Join")]
    ValueTask<SliceWeights> Join(long generation, SpeculativeShards shards);

    /// <summary>
    /// Takes, as the job's first slice, another slice's part in the norm of all gradients of a step. A job that clips its gradients by their norm has
    /// each slice send this when its gradients are complete, and update its weights when the norm is known.
    /// </summary>
    /// <param name="generation">The caller's generation.</param>
    /// <param name="step">The step.</param>
    /// <param name="firstNeuron">The caller's first neuron, by its number among the neurons of all layers.</param>
    /// <param name="squares">For each of the caller's neurons the sum of the squares of its averaged gradients.</param>
    /// <returns>The norm, once all slices' parts are there: the root of the sum over all neurons, in their order.</returns>
    [AlwaysInterleave, ResponseTimeout("00:10:00"), Alias("AddToNorm")]
    Task<double> AddToNorm(long generation, long step, int firstNeuron, double[] squares);

    /// <summary>Has the job's schedule go on with another learning rate. Nobody may be exchanging meanwhile.</summary>
    /// <param name="generation">The caller's generation.</param>
    /// <param name="rate">The learning rate.</param>
    [AlwaysInterleave, Alias("SetLearningRate")]
    ValueTask SetLearningRate(long generation, double rate);

    /// <summary>Gives all of the slice to its successor of a later generation. Nobody may be exchanging meanwhile.</summary>
    /// <param name="generation">The slice's generation.</param>
    [AlwaysInterleave, ResponseTimeout("00:05:00"), Alias("Export")]
    ValueTask<SliceSnapshot> Export(long generation);

    /// <summary>
    /// Sets a copy of the slice aside and begins to write it to the checkpoint store. Nobody may be exchanging until this returns,
    /// which takes as long as copying memory; the writing goes on beside the training.
    /// </summary>
    /// <param name="generation">The caller's generation.</param>
    /// <param name="version">The version that the slice is at.</param>
    [AlwaysInterleave, ResponseTimeout("00:05:00"), Alias("Capture")]
    ValueTask Capture(long generation, long version);

    /// <summary>Waits until what was captured last outlives a power failure, and gives its file.</summary>
    /// <param name="version">The version that was captured.</param>
    /// <exception cref="CheckpointException">It could not be written.</exception>
    [AlwaysInterleave, ResponseTimeout("00:10:00"), Alias("Captured")]
    Task<CheckpointEntry> Captured(long version);

    /// <summary>Forgets the slice. Callers that still wait are refused.</summary>
    [AlwaysInterleave, Alias("Release")]
    Task Release();
}

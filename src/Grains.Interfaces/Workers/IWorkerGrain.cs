using Orleans.Concurrency;

namespace Granary.Grains.Interfaces.Workers;

/// <summary>
/// Runs feed-forward and backpropagation for a contiguous range of the shards of each mini-batch, and exchanges gradients for
/// weights with the layers. Its key is made by <see cref="GrainKeys.Worker"/>.
/// </summary>
[Alias("granary.IWorkerGrain")]
public interface IWorkerGrain : IGrainWithStringKey
{
    /// <summary>Reads the data and the first weights.</summary>
    /// <param name="assignment">Which shards of which job.</param>
    [ResponseTimeout("00:10:00"), Alias("Prepare")]
    Task<WorkerFacts> Prepare(WorkerAssignment assignment);

    /// <summary>Takes the steps <c>[from, to)</c>, together with the job's other workers.</summary>
    /// <param name="from">The first step.</param>
    /// <param name="to">One past the last step.</param>
    [ResponseTimeout("00:10:00"), Alias("RunSpan")]
    Task<SpanReport> RunSpan(long from, long to);

    /// <summary>Feeds blocks of test rows through the network as it is now.</summary>
    /// <param name="firstBlock">The first block of <see cref="EvaluationReport.BlockRows"/> rows.</param>
    /// <param name="endBlock">One past the last block.</param>
    [ResponseTimeout("00:10:00"), Alias("Evaluate")]
    Task<EvaluationReport> Evaluate(int firstBlock, int endBlock);

    /// <summary>The hash of all weights as they are now.</summary>
    [ResponseTimeout("00:10:00"), Alias("HashWeights")]
    Task<string> HashWeights();

    /// <summary>Ends a running span after its current step and forgets the job.</summary>
    [AlwaysInterleave, Alias("Release")]
    Task Release();
}

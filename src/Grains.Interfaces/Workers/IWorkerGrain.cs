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

    /// <summary>
    /// Takes the steps <c>[from, to)</c> as the second worker of shards whose first one is late. It begins in the middle of a span,
    /// with the weights of the step under way.
    /// </summary>
    /// <param name="assignment">The first worker's assignment.</param>
    /// <param name="from">The step under way.</param>
    /// <param name="to">One past the last step.</param>
    /// <exception cref="RefusedException">The data cannot be read here, or the step is over.</exception>
    [ResponseTimeout("00:10:00"), Alias("JoinSpan")]
    Task<SpanReport> JoinSpan(WorkerAssignment assignment, long from, long to);

    /// <summary>What the worker has seen so far of the span under way, or else of the last one.</summary>
    /// <exception cref="RefusedException">It has begun none.</exception>
    [AlwaysInterleave, Alias("ReportSoFar")]
    Task<SpanReport> ReportSoFar();

    /// <summary>Feeds blocks of rows through the network as it is now that it is not trained on.</summary>
    /// <param name="which">Which rows.</param>
    /// <param name="firstBlock">The first block of <see cref="EvaluationReport.BlockRows"/> rows.</param>
    /// <param name="endBlock">One past the last block.</param>
    [ResponseTimeout("00:10:00"), Alias("Evaluate")]
    Task<EvaluationReport> Evaluate(EvaluatedRows which, int firstBlock, int endBlock);

    /// <summary>The hash of all weights as they are now.</summary>
    [ResponseTimeout("00:10:00"), Alias("HashWeights")]
    Task<string> HashWeights();

    /// <summary>Ends a running span after its current step and forgets the job.</summary>
    [AlwaysInterleave, Alias("Release")]
    Task Release();
}

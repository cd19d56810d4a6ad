using Granary.Grains.Assignments;
using Granary.Grains.Generations;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Workers;
using Granary.Grains.Membership;

namespace Granary.Grains.Training;

/// <summary>What the workers of a span did, as it is shown.</summary>
internal static class WorkerView
{
    public static WorkerStatus[] Of(AssignedGrains generation, SiloCapacity[] silos, SpanReport[] reports, TimeSpan duration)
    {
        var threads = silos.ToDictionary(s => s.Address, s => s.Threads);
        return [.. generation.Assignment.Workers.Zip(generation.WorkerSilos, reports).Select(w => Of(w.First, w.Second, w.Third))];

        WorkerStatus Of(AssignedWorker worker, string silo, SpanReport report) => new()
        {
            Silo = GrainKeys.EndpointOf(silo),
            FirstShard = worker.Assignment.FirstShard,
            EndShard = worker.Assignment.EndShard,
            ComputeThreads = threads[silo],
            StepTime = duration / Math.Max(1, report.Steps),
            WaitingTime = report.Waiting / Math.Max(1, report.Steps),
            BytesPerSecond = report.BytesSent / Math.Max(duration.TotalSeconds, 1e-9),
        };
    }
}

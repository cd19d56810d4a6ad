using Granary.Benchmarks.Faults.Planning;

namespace Granary.Benchmarks.Faults.Measuring;

/// <summary>What became of one fault.</summary>
/// <param name="Job">The job's number.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Role">What the silo that was hit did: <c>coordinator</c>, <c>layers</c> or <c>worker</c>, with <c>+</c> between; <c>all</c> or <c>none</c>.</param>
/// <param name="Silos">Silos before it.</param>
/// <param name="Step">The last step that was seen before it.</param>
/// <param name="Seconds">From the fault (after all were killed: from when the next silo is up) to the next completed step that was seen.</param>
/// <param name="IsLoss">Whether the job has to go back to a checkpoint.</param>
public sealed record FaultResult(int Job, FaultKind Kind, string Role, int Silos, long Step, double Seconds, bool IsLoss)
{
    public const string NoRole = "none";
}

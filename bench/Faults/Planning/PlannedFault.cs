namespace Granary.Benchmarks.Faults.Planning;

/// <summary>One thing that is to happen.</summary>
/// <param name="Kind">What.</param>
/// <param name="Silo">To which of the silos that work for the job, in the order in which they were started, modulo their number.</param>
/// <param name="At">When, as a share of the job's steps, in (0, 1).</param>
public sealed record PlannedFault(FaultKind Kind, int Silo, double At);

namespace Granary.Benchmarks.Faults.Measuring;

/// <summary>What one kill cost.</summary>
/// <param name="Seconds">From the kill to the next completed step.</param>
/// <param name="StepsLost">Steps between the last one seen and the checkpoint that training went on from.</param>
public sealed record KillResult(double Seconds, long StepsLost);

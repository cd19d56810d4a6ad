namespace Granary.Benchmarks.Faults.Measuring;

/// <summary>What became of one job.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Silos">Silos at its start.</param>
/// <param name="Network">Its network.</param>
/// <param name="Steps">Its steps.</param>
/// <param name="Losses">Faults after which a job has to go back: kills, freezes and damages.</param>
/// <param name="Recoveries">How often it says that it went back.</param>
/// <param name="IsHashRight">Whether it ended with the weights of the undisturbed job.</param>
/// <param name="Failure">What is wrong: it did not complete, ended with other weights, or went back without a loss; null when all is right.</param>
public sealed record JobResult(
    int Number, int Silos, string Network, long Steps, int Losses, int Recoveries, bool IsHashRight, string? Failure);

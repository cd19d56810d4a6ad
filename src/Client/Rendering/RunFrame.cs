using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Rendering;

/// <summary>What there is to show of a job at one moment.</summary>
/// <param name="Status">Where the job stands.</param>
/// <param name="Hint">What the keys do now, or what is being waited for.</param>
/// <param name="ResumeHint">A command that has the job go on after somebody paused it; null when there is none.</param>
internal sealed record RunFrame(JobStatus Status, string Hint, string? ResumeHint = null);

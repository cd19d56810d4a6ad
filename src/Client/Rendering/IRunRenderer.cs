using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Rendering;

/// <summary>One way to show a job while it is followed. Which one is chosen once, at the start.</summary>
internal interface IRunRenderer
{
    /// <summary>Shows what a job is, its progress, and what came of it when it has ended.</summary>
    /// <param name="frames">What there is to show, until the job has ended or nobody watches any more.</param>
    /// <returns>The last status shown; null when there was none.</returns>
    Task<JobStatus?> ShowAsync(IAsyncEnumerable<RunFrame> frames);
}

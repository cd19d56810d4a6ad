using Granary.Client.Rendering;
using Granary.Client.Terminal;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Following;

/// <summary>One line that says how far a job is, for jobs whose figures nobody asked for.</summary>
/// <param name="line">The line.</param>
internal sealed class ProgressRenderer(ProgressLine line) : IRunRenderer
{
    /// <inheritdoc/>
    public async Task<JobStatus?> ShowAsync(IAsyncEnumerable<RunFrame> frames)
    {
        JobStatus? last = null;
        await foreach (var status in frames.Select(f => f.Status))
        {
            last = status;
            line.ShowSteps(status);
        }

        return last;
    }
}

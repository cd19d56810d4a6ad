using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Statuses;

namespace Granary.Client.Rendering;

/// <summary>One object of JSON a line, now and then; the last one is the job's last status.</summary>
internal sealed class JsonRenderer(TextWriter output) : IRunRenderer
{
    /// <inheritdoc/>
    public async Task<JobStatus?> ShowAsync(IAsyncEnumerable<RunFrame> frames)
    {
        var cadence = new RecordCadence();
        JobStatus? last = null;
        var isWritten = false;
        await foreach (var status in frames.Select(f => f.Status))
        {
            last = status;
            isWritten = cadence.IsDue(status);
            if (isWritten)
            {
                output.WriteLine(StatusJson.Line(status));
            }
        }

        if (last is not null && !isWritten)
        {
            output.WriteLine(StatusJson.Line(last));
        }

        return last;
    }
}

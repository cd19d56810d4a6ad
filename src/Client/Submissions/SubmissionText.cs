using Granary.Client.Terminal;
using Granary.Client.Text;

namespace Granary.Client.Submissions;

/// <summary>Tells how far a submission is.</summary>
/// <param name="context">The world outside.</param>
internal sealed class SubmissionText(ConsoleContext context) : IProgress<SubmissionProgress>, IDisposable
{
    private ProgressLine? _line;
    private long _start;

    /// <inheritdoc/>
    public void Report(SubmissionProgress value)
    {
        switch (value.Stage)
        {
            case SubmissionStage.Hashing:
                Show($"reading {value.Name}", value);
                break;
            case SubmissionStage.Uploading:
                Show($"uploading {value.Name}", value);
                break;
            case SubmissionStage.Uploaded:
                Dispose();
                context.Error.WriteLine(value.Bytes == 0
                    ? $"{value.Name} is in the cluster already."
                    : $"Uploaded {value.Name}: {Numbers.Bytes(value.Bytes)} in {Numbers.Duration(context.Time.GetElapsedTime(_start))}.");
                break;
            default:
                context.Error.WriteLine($"Submitting {value.Name}. The silos are reading its data.");
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _line?.Dispose();
        _line = null;
    }

    // Each stage begins with 0 bytes.
    private void Show(string what, SubmissionProgress value)
    {
        if (value.Bytes == 0)
        {
            Dispose();
            _line = new ProgressLine(context, what);
            _start = context.Time.GetTimestamp();
        }

        _line?.ShowBytes(value.Bytes, value.TotalBytes);
    }
}

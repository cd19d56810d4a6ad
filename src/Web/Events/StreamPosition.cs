using System.Globalization;

namespace Granary.Web.Events;

/// <summary>
/// Up to which event of each job a page has seen: the id of a message, which the browser sends back when it connects again. Written
/// <c>digits-1:17,blobs-2:3</c>.
/// </summary>
internal sealed class StreamPosition
{
    private readonly Dictionary<string, long> _seen = [];

    private StreamPosition()
    {
    }

    /// <summary>The position of an id. What is no position is left out: the page gets more than it needs then, and nothing less.</summary>
    public static StreamPosition Parse(string? id)
    {
        var position = new StreamPosition();
        foreach (var part in (id ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = part.LastIndexOf(':');
            if (colon > 0 && long.TryParse(part.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                position._seen[part[..colon]] = number;
            }
        }

        return position;
    }

    /// <summary>The number of the last event of a job that was seen; 0 for none.</summary>
    public long Of(string job) => _seen.GetValueOrDefault(job);

    /// <summary>Has the events of a job seen up to a number.</summary>
    public void Advance(string job, long number) => _seen[job] = number;

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(',', _seen.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Key}:{s.Value}")));
}

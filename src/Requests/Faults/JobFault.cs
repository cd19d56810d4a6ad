namespace Granary.Requests.Faults;

/// <summary>Something wrong with a job, at the place where the user can correct it.</summary>
/// <param name="Message">What was found, what was expected and what to do.</param>
/// <param name="Key">The job's value it is about; null when it is about none.</param>
/// <param name="File">The job file or a data file; null for a setting.</param>
/// <param name="Line">The line of <paramref name="File"/>, from 1; null for all of the file.</param>
/// <param name="Column">The character of the line, or the field of a data file's line, from 1.</param>
/// <param name="Setting">The text after <c>--set</c>; null when it is about a file.</param>
public sealed record JobFault(string Message, string? Key, string? File, int? Line, int? Column, string? Setting)
{
    /// <summary>One line: <c>file:line:column: key: message</c>.</summary>
    public override string ToString() => string.Join(": ", Parts());

    private IEnumerable<string> Parts()
    {
        if (Setting is not null)
        {
            yield return $"--set {Setting}";
        }
        else if (File is not null)
        {
            yield return File + (Line is { } line ? $":{line}" : "") + (Column is { } column ? $":{column}" : "");
        }

        if (!string.IsNullOrEmpty(Key) && Setting?.StartsWith(Key + "=", StringComparison.Ordinal) != true)
        {
            yield return Key;
        }

        yield return Message;
    }
}

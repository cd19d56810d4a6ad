namespace Granary.Grains.Interfaces.Jobs;

/// <summary>One thing that is wrong with a job or its data, found before anything starts.</summary>
/// <param name="Message">What was found, what was expected and what to do.</param>
/// <param name="Key">The value of the job it is about, for example <c>network.dimensions[2]</c>; null when it is not about one.</param>
/// <param name="File">The data file it is in; null when it is about the job.</param>
/// <param name="Line">The line of <paramref name="File"/>, from 1; null when it is not about a line.</param>
/// <param name="Column">The field of the line, from 1; null when it is not about a field.</param>
[GenerateSerializer, Immutable, Alias("granary.Fault")]
public sealed record Fault(
    [property: Id(0)] string Message,
    [property: Id(1)] string? Key = null,
    [property: Id(2)] string? File = null,
    [property: Id(3)] int? Line = null,
    [property: Id(4)] int? Column = null);

namespace Granary.Requests.JobFiles.Json;

/// <summary>Where a value of a job was written: in the job file, or in a <c>--set</c> of the command line.</summary>
/// <param name="Line">The line of the job file, from 1.</param>
/// <param name="Column">The character of the line, from 1.</param>
/// <param name="Setting">The text after <c>--set</c>; null for a value of the job file.</param>
internal readonly record struct Place(int Line, int Column, string? Setting = null);

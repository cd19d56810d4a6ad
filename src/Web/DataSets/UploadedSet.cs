using Granary.Grains.Interfaces.Uploads;
using Granary.Web.Answers;
using Microsoft.AspNetCore.Http;

namespace Granary.Web.DataSets;

/// <summary>A data set as a request announces it.</summary>
internal static class UploadedSet
{
    private const int HashLetters = 64;
    private const int LongestName = 255;

    /// <summary>Checks what was announced.</summary>
    /// <exception cref="Refusal">It is no data set.</exception>
    public static DataSetFacts Of(string sha256, string name, long bytes)
    {
        if (sha256.Length != HashLetters || !sha256.All(char.IsAsciiHexDigitLower))
        {
            throw new Refusal(StatusCodes.Status400BadRequest, $"found '{sha256}', expected a SHA-256 in {HashLetters} lower-case hexadecimal digits");
        }

        // The name is for people only: no file gets it.
        if (name.Length is 0 or > LongestName || name.Any(c => char.IsControl(c) || c is '/' or '\\'))
        {
            throw new Refusal(StatusCodes.Status400BadRequest, $"found the name '{name}', expected a file's name without its folder");
        }

        return bytes > 0
            ? new DataSetFacts(sha256, bytes, name)
            : throw new Refusal(StatusCodes.Status400BadRequest, $"found {bytes} bytes, expected 1 or more");
    }
}

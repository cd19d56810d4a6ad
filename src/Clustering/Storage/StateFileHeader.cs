using System.Text.Json;

namespace Granary.Clustering.Storage;

/// <summary>The first line of a state file, as JSON: whose state follows, and how to tell that it is whole.</summary>
/// <param name="Format">Always <see cref="CurrentFormat"/>.</param>
/// <param name="Grain">The grain's id.</param>
/// <param name="State">The name of the state among the grain's states.</param>
/// <param name="Version">How often it was written.</param>
/// <param name="Written">When, in UTC.</param>
/// <param name="Exists">False when the state was cleared; nothing follows then.</param>
/// <param name="Length">Bytes that follow the line.</param>
/// <param name="Sha256">Their hash in hexadecimal digits.</param>
internal sealed record StateFileHeader(
    string Format, string Grain, string State, long Version, DateTimeOffset Written, bool Exists, int Length, string Sha256)
{
    public const string CurrentFormat = "granary state 1";

    /// <summary>Reads the line; null when it is none of ours.</summary>
    public static StateFileHeader? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            var header = JsonSerializer.Deserialize<StateFileHeader>(line, JsonSerializerOptions.Web);
            return header?.Format == CurrentFormat ? header : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The line, with its end.</summary>
    public byte[] ToLine() => [.. JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web), (byte)'\n'];
}

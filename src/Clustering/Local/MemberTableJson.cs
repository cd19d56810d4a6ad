using System.Text.Json;
using System.Text.Json.Serialization;

namespace Granary.Clustering.Local;

/// <summary>The table of members as text: JSON that people can read. What is not such a table, whole, is refused.</summary>
internal static class MemberTableJson
{
    /// <summary>Writes a table.</summary>
    public static byte[] Write(MemberTable table) => JsonSerializer.SerializeToUtf8Bytes(table, MemberTableContext.Default.MemberTable);

    /// <summary>Reads a table.</summary>
    /// <param name="text">The file's content.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="protocol">The protocol that it must have.</param>
    /// <exception cref="ProtocolMismatchException">It has another protocol; nothing else of it was looked at.</exception>
    /// <exception cref="ClusterFaultException">It is no table of members.</exception>
    public static MemberTable Read(byte[] text, string path, int protocol)
    {
        try
        {
            CheckProtocol(text, path, protocol);
            var table = JsonSerializer.Deserialize(text, MemberTableContext.Default.MemberTable)!;
            _ = table.ToData();
            return table;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new ClusterFaultException(
                $"found no membership table in {path} ({e.Message}), expected what granary-silo writes there: "
                + "stop all silos of this data directory, then delete the file",
                e);
        }
    }

    private static void CheckProtocol(byte[] text, string path, int protocol)
    {
        using var document = JsonDocument.Parse(text);
        var kind = document.RootElement.GetProperty("kind").GetString();
        if (kind != MemberTable.KindText)
        {
            throw new FormatException($"its kind is '{kind}', not '{MemberTable.KindText}'");
        }

        var found = document.RootElement.GetProperty("protocol").GetInt32();
        if (found != protocol)
        {
            throw new ProtocolMismatchException(path, found, protocol);
        }
    }
}

/// <summary>The shape of the file. Made at compile time, because a silo's start should not wait for reflection.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(MemberTable))]
internal sealed partial class MemberTableContext : JsonSerializerContext;

using System.Text;
using System.Text.Json;

namespace Granary.Requests.JobFiles.Json;

/// <summary>Reads JSON, with comments and trailing commas, into nodes.</summary>
internal static class NodeReader
{
    private static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads one value and nothing after it.</summary>
    /// <exception cref="BrokenJsonException">The text is something else.</exception>
    public static Node Read(JsonText text)
    {
        var reader = new Utf8JsonReader(text.Utf8, Options);
        try
        {
            reader.Read();
            var node = ReadValue(ref reader, text);
            reader.Read();
            return node;
        }
        catch (JsonException e)
        {
            throw new BrokenJsonException("broken JSON: " + Reason(e), text.At(e.LineNumber ?? 0, e.BytePositionInLine ?? 0));
        }
        catch (InvalidOperationException)
        {
            throw new BrokenJsonException(
                "broken JSON: found half a surrogate pair in a string, expected both halves", text.At(reader.TokenStartIndex));
        }
    }

    private static Node ReadValue(ref Utf8JsonReader reader, JsonText text)
    {
        var place = text.At(reader.TokenStartIndex);
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadMap(ref reader, text, place),
            JsonTokenType.StartArray => ReadList(ref reader, text, place),
            JsonTokenType.String => new ScalarNode(place, JsonTokenType.String, reader.GetString()!),
            _ => new ScalarNode(place, reader.TokenType, Encoding.UTF8.GetString(reader.ValueSpan)),
        };
    }

    private static MapNode ReadMap(ref Utf8JsonReader reader, JsonText text, Place place)
    {
        var members = new List<Member>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var keyPlace = text.At(reader.TokenStartIndex);
            var key = reader.GetString()!;
            reader.Read();
            members.Add(new Member(key, keyPlace, ReadValue(ref reader, text)));
        }

        return new MapNode(place, members);
    }

    private static ListNode ReadList(ref Utf8JsonReader reader, JsonText text, Place place)
    {
        var items = new List<Node>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ReadValue(ref reader, text));
        }

        return new ListNode(place, items);
    }

    /// <summary>The library's sentences without the position, which is given in front.</summary>
    private static string Reason(JsonException e)
    {
        var position = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return position < 0 ? e.Message : e.Message[..position];
    }
}

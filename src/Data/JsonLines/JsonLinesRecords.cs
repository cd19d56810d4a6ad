using System.Text;
using System.Text.Json;
using Granary.Data.Faults;
using Granary.Data.Records;

namespace Granary.Data.JsonLines;

/// <summary>The records of a file of JSON lines: an object on each line. All keys of the file are columns; one that an object lacks is missing.</summary>
internal sealed class JsonLinesRecords : TableRecords
{
    // More keys than this are values that stand where keys should.
    private const int MostKeys = 100_000;

    private readonly StreamReader _reader;
    private readonly LineLimit _lines;
    private readonly Dictionary<string, int> _fields = [];
    private readonly string[] _names;
    private readonly string[] _values;
    private int _line;

    private JsonLinesRecords(string path, Stream content, IEnumerable<string> names, FaultList faults)
        : base(path, faults)
    {
        _reader = new StreamReader(content, Encoding.UTF8);
        _lines = new LineLimit(_reader);
        _names = [.. names];
        _values = new string[_names.Length];
        for (var field = 0; field < _names.Length; field++)
        {
            _fields.Add(_names[field], field);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => _names;

    /// <inheritdoc/>
    public override int Line => _line;

    /// <inheritdoc/>
    public override int Count => _names.Length;

    /// <inheritdoc/>
    public override ReadOnlySpan<char> this[int field] => _values[field];

    /// <summary>Whether a file that starts like this holds JSON lines.</summary>
    public static bool IsAtStart(ReadOnlySpan<byte> start) => Encoding.UTF8.GetString(start).TrimStart('\uFEFF', ' ', '\t', '\r', '\n').StartsWith('{');

    /// <summary>Finds all keys of a file, in the order in which they come.</summary>
    public static IReadOnlyList<string> ReadNames(string path, Stream content, FaultList faults)
    {
        using var records = new JsonLinesRecords(path, content, [], faults);
        var names = new List<string>();
        var known = new HashSet<string>();
        while (known.Count <= MostKeys && records.Next(element =>
        {
            foreach (var name in element.EnumerateObject().Select(p => p.Name.Trim()).Where(known.Add))
            {
                names.Add(name);
            }
        }))
        {
        }

        if (known.Count > MostKeys)
        {
            faults.Add(path, $"The objects have more than {MostKeys} different keys: expected the same ones in each, with the values beside them.");
        }

        return names;
    }

    /// <summary>Starts before the first object.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its content.</param>
    /// <param name="names">All its keys.</param>
    /// <param name="faults">Receives what is wrong with it.</param>
    public static JsonLinesRecords Open(string path, Stream content, IEnumerable<string> names, FaultList faults) =>
        new(path, content, names, faults);

    /// <summary>Goes to the next object.</summary>
    public override bool Read() => Next(element =>
    {
        Array.Fill(_values, "");
        foreach (var property in element.EnumerateObject())
        {
            if (_fields.TryGetValue(property.Name.Trim(), out var field))
            {
                _values[field] = TextOf(property.Value, field);
            }
        }
    });

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _reader.Dispose();

    // Lines that are no objects are faults, and passed over.
    private bool Next(Action<JsonElement> use)
    {
        while (!Faults.IsFull && _lines.ReadLine() is { } line)
        {
            _line++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            try
            {
                using var document = JsonDocument.Parse(line);
                if (document.RootElement.ValueKind == JsonValueKind.Object)
                {
                    use(document.RootElement);
                    return true;
                }

                AddFault(null, $"Found {Describe(document.RootElement)}, expected an object on each line: {{\"name\": value, ...}}.");
            }
            catch (JsonException e)
            {
                AddFault(null, $"This line is not a JSON object: {e.Message.Split(" LineNumber")[0]}");
            }
        }

        return false;
    }

    private string TextOf(JsonElement value, int field)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return value.GetString()!.Trim();
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                return value.GetRawText();
            case JsonValueKind.Null:
                return "";
            default:
                AddFault(field, $"Found {Describe(value)} for {FaultText.Quote(_names[field])}, expected a number, a text, true, false or null.");
                return "";
        }
    }

    private static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ => FaultText.Quote(value.GetRawText()),
    };
}

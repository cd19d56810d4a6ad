using Granary.Requests.JobFiles.Json;
using Granary.Requests.Names;

namespace Granary.Requests.JobFiles;

/// <summary>Reads the values of one object of a job file by their keys. Keys that are unknown or there twice are faults.</summary>
internal sealed class ObjectReader
{
    private readonly string _path;
    private readonly MapNode _map;
    private readonly string[] _known;
    private readonly JobFaults _faults;
    private readonly ValueReader _values;

    /// <summary>Starts to read an object.</summary>
    /// <param name="path">The object's own key.</param>
    /// <param name="map">The object.</param>
    /// <param name="faults">Gets the faults.</param>
    /// <param name="kind">Its key in <see cref="JobKeys.ByObject"/>; null where that is its own key.</param>
    public ObjectReader(string path, MapNode map, JobFaults faults, string? kind = null)
    {
        _path = path;
        _map = map;
        _known = JobKeys.ByObject[kind ?? path];
        _faults = faults;
        _values = new ValueReader(faults);
        CheckKeys();
    }

    /// <summary>Notes each of these keys that is not there.</summary>
    public void Require(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (!Has(key))
            {
                _faults.Add(_map.Place, KeyOf(key), "found nothing, expected a value: this key is required");
            }
        }
    }

    /// <summary>Notes that something is wrong with a key, at its place or, where it is not there, at the object's.</summary>
    public void Refuse(string key, string message) => _faults.Add(Find(key)?.Place ?? _map.Place, KeyOf(key), message);

    public bool Has(string key) => Find(key) is not null;

    public Node? Find(string key) => _known.Contains(key)
        ? _map.Find(key)
        : throw new ArgumentException($"'{KeyOf(key)}' is not in {nameof(JobKeys)}.", nameof(key));

    public string Text(string key, string otherwise) => Find(key) is { } n ? _values.Text(n, KeyOf(key), otherwise) : otherwise;

    /// <summary>A string; null when it is not there, a stand-in when it is none.</summary>
    public string? OptionalText(string key, string? standIn = null) =>
        Find(key) is { } n ? _values.Text(n, KeyOf(key), standIn) : null;

    /// <summary>True or false; null when it is neither or not there.</summary>
    public bool? Boolean(string key) => Find(key) is { } n ? _values.Boolean(n, KeyOf(key)) : null;

    /// <summary>A name; null when it is unknown or not there.</summary>
    public T? OptionalName<T>(string key)
        where T : struct, Enum => Find(key) is { } n ? _values.Name(n, KeyOf(key), default(T)) : null;

    public int Int32(string key, int otherwise) => Find(key) is { } n ? _values.Int32(n, KeyOf(key), otherwise) : otherwise;

    public long Int64(string key, long otherwise) => Find(key) is { } n ? _values.Int64(n, KeyOf(key), otherwise) : otherwise;

    public double Double(string key, double otherwise) => Find(key) is { } n ? _values.Double(n, KeyOf(key), otherwise) : otherwise;

    public float Single(string key, float otherwise) => Find(key) is { } n ? _values.Single(n, KeyOf(key), otherwise) : otherwise;

    public T Name<T>(string key, T otherwise)
        where T : struct, Enum => Find(key) is { } n ? _values.Name(n, KeyOf(key), otherwise) : otherwise;

    /// <summary>An array, each item read with its own key; null when it is not there or no array.</summary>
    public T[]? List<T>(string key, Func<ValueReader, Node, string, T> item) => Find(key) is { } n
        ? _values.List(n, KeyOf(key), null!, (node, itemKey) => item(_values, node, itemKey))
        : null;

    /// <summary>An object inside this one; null when it is not there or no object.</summary>
    public ObjectReader? Object(string key) => Find(key) switch
    {
        MapNode map => new ObjectReader(KeyOf(key), map, _faults),
        null => null,
        var other => _values.Refuse<ObjectReader?>(other, KeyOf(key), "an object", null),
    };

    /// <summary>The members of an object inside this one, whose keys are names of the user's; empty when it is not there or no object.</summary>
    public IReadOnlyList<Member> Members(string key) => Find(key) switch
    {
        MapNode map => map.Members,
        null => [],
        var other => _values.Refuse<IReadOnlyList<Member>>(other, KeyOf(key), "an object", []),
    };

    /// <summary>The numbers of an object inside this one, whose keys are names of the user's.</summary>
    public IEnumerable<(string Name, float Value)> Numbers(string key, float otherwise) =>
        Members(key).Select(m => (m.Key, _values.Single(m.Value, $"{KeyOf(key)}.{m.Key}", otherwise)));

    public string KeyOf(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    private void CheckKeys()
    {
        var seen = new HashSet<string>();
        foreach (var (key, place, _) in _map.Members)
        {
            if (!_known.Contains(key))
            {
                _faults.Add(
                    place,
                    KeyOf(key),
                    $"found an unknown key, expected one of {string.Join(", ", _known)}{NearestName.Guess(key, _known)}");
            }
            else if (!seen.Add(key))
            {
                _faults.Add(place, KeyOf(key), "found this key again, expected it once");
            }
        }
    }
}

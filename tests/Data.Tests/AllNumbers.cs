using System.Collections;
using Granary.Data.Columns;
using Granary.Data.Scaling;

namespace Granary.Data.Tests;

/// <summary>Says of any column but the labels that it holds numbers, none of which may be missing. Labels that are numbers stay as they are.</summary>
internal sealed class AllNumbers(string[] labels) : IReadOnlyDictionary<string, ColumnOptions>
{
    private static readonly ColumnOptions Number = new() { Type = ColumnType.Number, Missing = MissingPolicy.Refuse };
    private static readonly ColumnOptions Label = new() { Scaling = FeatureScaling.None };

    public IEnumerable<string> Keys => [];

    public IEnumerable<ColumnOptions> Values => [];

    public int Count => 0;

    public ColumnOptions this[string key] => labels.Contains(key) || key == "label" ? Label : Number;

    public bool ContainsKey(string key) => true;

    public bool TryGetValue(string key, out ColumnOptions value)
    {
        value = this[key];
        return true;
    }

    public IEnumerator<KeyValuePair<string, ColumnOptions>> GetEnumerator() => Enumerable.Empty<KeyValuePair<string, ColumnOptions>>().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

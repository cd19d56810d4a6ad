using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.JobFiles.Json;
using Granary.Requests.Names;

namespace Granary.Requests.JobFiles;

/// <summary>Turns nodes into values. A node of the wrong type is a fault, and gives a stand-in so that reading can go on.</summary>
internal sealed class ValueReader(JobFaults faults)
{
    [return: NotNullIfNotNull(nameof(standIn))]
    public string? Text(Node node, string key, string? standIn) => node switch
    {
        ScalarNode { Kind: JsonTokenType.String } s => s.Text,

        // A shell takes the quotes off: --set name=2024 means the string.
        ScalarNode { Place.Setting: not null } s => s.Text,
        _ => Refuse(node, key, "a string", standIn),
    };

    public bool? Boolean(Node node, string key) => node switch
    {
        ScalarNode { Kind: JsonTokenType.True } => true,
        ScalarNode { Kind: JsonTokenType.False } => false,
        _ => Refuse<bool?>(node, key, "true or false", null),
    };

    public int Int32(Node node, string key, int standIn) =>
        node is ScalarNode { Kind: JsonTokenType.Number } s
        && int.TryParse(s.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : Refuse(node, key, "a whole number of at most 32 bits", standIn);

    public long Int64(Node node, string key, long standIn) =>
        node is ScalarNode { Kind: JsonTokenType.Number } s
        && long.TryParse(s.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : Refuse(node, key, "a whole number of at most 64 bits", standIn);

    public double Double(Node node, string key, double standIn) =>
        node is ScalarNode { Kind: JsonTokenType.Number } s
            ? double.Parse(s.Text, CultureInfo.InvariantCulture)
            : Refuse(node, key, "a number", standIn);

    public float Single(Node node, string key, float standIn) => (float)Double(node, key, standIn);

    public T Name<T>(Node node, string key, T standIn)
        where T : struct, Enum
    {
        if (node is ScalarNode { Kind: JsonTokenType.String } s)
        {
            return JobFileNames.TryParse<T>(s.Text, out var value) ? value : RefuseName(s, key, JobFileNames.All<T>(), standIn);
        }

        return Refuse(node, key, OneOf(JobFileNames.All<T>()), standIn);
    }

    public T[] List<T>(Node node, string key, T[] standIn, Func<Node, string, T> item) => node is ListNode list
        ? [.. list.Items.Select((n, i) => item(n, $"{key}[{i}]"))]
        : Refuse(node, key, "an array", standIn);

    /// <summary>Notes that a node has the wrong type.</summary>
    public T Refuse<T>(Node node, string key, string expected, T standIn)
    {
        faults.Add(node.Place, key, $"found {node.Found}, expected {expected}");
        return standIn;
    }

    /// <summary>Notes that a string is none of the known names.</summary>
    public T RefuseName<T>(ScalarNode node, string key, IReadOnlyList<string> known, T standIn) =>
        Refuse(node, key, OneOf(known) + NearestName.Guess(node.Text, known), standIn);

    private static string OneOf(IEnumerable<string> names) => "one of " + string.Join(", ", names.Select(n => $"\"{n}\""));
}

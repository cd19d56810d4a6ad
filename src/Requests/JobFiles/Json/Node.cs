using System.Text.Json;

namespace Granary.Requests.JobFiles.Json;

/// <summary>A JSON value that knows where it was written.</summary>
internal abstract record Node(Place Place)
{
    /// <summary>The value as a message names it, for example <c>"relu"</c> or <c>an object</c>.</summary>
    public abstract string Found { get; }
}

/// <summary>A string, a number, true, false or null. <paramref name="Text"/> is a string's content or the others' spelling.</summary>
internal sealed record ScalarNode(Place Place, JsonTokenType Kind, string Text) : Node(Place)
{
    private const int LongestShown = 60;

    public override string Found => Kind == JsonTokenType.String ? $"\"{Shorten(Text)}\"" : Shorten(Text);

    private static string Shorten(string text) => text.Length <= LongestShown ? text : text[..LongestShown] + "…";
}

/// <summary>An array.</summary>
internal sealed record ListNode(Place Place, IReadOnlyList<Node> Items) : Node(Place)
{
    public override string Found => "an array";
}

/// <summary>An object; a key may be there twice.</summary>
internal sealed record MapNode(Place Place, IReadOnlyList<Member> Members) : Node(Place)
{
    public override string Found => "an object";

    public Node? Find(string key) => Members.FirstOrDefault(m => m.Key == key)?.Value;
}

/// <summary>A key of an object, where the key was written, and its value.</summary>
internal sealed record Member(string Key, Place Place, Node Value);

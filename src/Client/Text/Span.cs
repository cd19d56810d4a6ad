namespace Granary.Client.Text;

/// <summary>What a piece of text is to the reader; each renderer chooses how it looks.</summary>
internal enum Tone
{
    Plain,
    Faint,
    Strong,
    Accent,
    Good,
    Bad,
}

/// <summary>A piece of a line.</summary>
internal readonly record struct Span(string Text, Tone Tone = Tone.Plain)
{
    public static implicit operator Span(string text) => new(text);
}

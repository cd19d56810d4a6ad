using System.CommandLine;

namespace Granary.Client.CommandLines;

/// <summary>A command whose help ends with examples.</summary>
/// <param name="name">What the user types.</param>
/// <param name="description">What it does: a sentence in the imperative.</param>
/// <param name="examples">Command lines, ready to paste.</param>
internal sealed class CommandWithExamples(string name, string description, params IReadOnlyList<string> examples)
    : Command(name, description)
{
    /// <summary>Command lines, ready to paste.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;
}

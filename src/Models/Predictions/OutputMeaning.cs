using Granary.Data.Targets;
using Granary.Numerics.Datasets;

namespace Granary.Models.Predictions;

/// <summary>What a network's outputs say about a row.</summary>
/// <param name="targets">What it was trained on.</param>
public sealed class OutputMeaning(TargetEncoding targets)
{
    /// <summary>What is predicted.</summary>
    public TargetKind Kind => targets.Names.Kind;

    /// <summary>The classes, the values, or the questions of yes and no.</summary>
    public IReadOnlyList<string> Names => targets.Names.Names;

    /// <summary>The class of a row, from 0. For classes only.</summary>
    public int ClassOf(ReadOnlySpan<float> outputs) => targets.Names.ClassOf(outputs);

    /// <summary>
    /// What the network says of each of <see cref="Names"/>: for classes, and for yes and no, its probability where the output layer gives
    /// such (softmax, sigmoid), otherwise the output; for values the number in the units of the data.
    /// </summary>
    /// <param name="outputs">The network's outputs for a row.</param>
    /// <param name="answers">Receives a number for each name.</param>
    public void Read(ReadOnlySpan<float> outputs, Span<double> answers)
    {
        if (outputs.Length < answers.Length)
        {
            // A single output is the probability of the second class.
            (answers[0], answers[1]) = (1f - outputs[0], outputs[0]);
            return;
        }

        var scalings = (targets as ValueTargets)?.Scalings;
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = scalings is null ? outputs[i] : scalings[i].Undo(outputs[i]);
        }
    }
}

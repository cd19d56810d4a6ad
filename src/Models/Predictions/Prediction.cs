using Granary.Numerics.Datasets;

namespace Granary.Models.Predictions;

/// <summary>What a model says about a row.</summary>
/// <param name="Names">The classes, the values, or the questions of yes and no.</param>
/// <param name="Answers">
/// For each of them the probability of the class or of yes, or the value in the units of the data.
/// </param>
/// <param name="Class">The likeliest class; null where no classes are predicted.</param>
public sealed record Prediction(IReadOnlyList<string> Names, IReadOnlyList<double> Answers, string? Class)
{
    /// <summary>The value, where one is predicted; the probability of <see cref="Class"/>, where classes are.</summary>
    public double Value => Class is null ? Answers[0] : Answers.Max();

    /// <summary>The answer of a name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public double this[string name]
    {
        get
        {
            for (var i = 0; i < Names.Count; i++)
            {
                if (Names[i] == name)
                {
                    return Answers[i];
                }
            }

            throw new ArgumentException($"Found '{name}', expected one of {string.Join(", ", Names)}.", nameof(name));
        }
    }

    /// <summary>Whether the answer of a name stands for yes: its probability is at least a half.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public bool IsYes(string name) => TargetNames.IsYes((float)this[name]);

    internal static Prediction Of(OutputMeaning meaning, ReadOnlySpan<float> outputs)
    {
        var answers = new double[meaning.Names.Count];
        meaning.Read(outputs, answers);
        return new Prediction(meaning.Names, answers, meaning.Kind == TargetKind.Classes ? meaning.Names[meaning.ClassOf(outputs)] : null);
    }
}

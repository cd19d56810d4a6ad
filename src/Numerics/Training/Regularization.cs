namespace Granary.Numerics.Training;

/// <summary>What makes training harder than evaluation, so that the network does better on rows it has not seen. It concerns training rows only.</summary>
public sealed record Regularization
{
    /// <summary>Nothing of it.</summary>
    public static Regularization None { get; } = new();

    /// <summary>For each hidden layer, in order, the share of its neurons that is dropped out, at least 0 and below 1; empty for none.</summary>
    public IReadOnlyList<float> Dropout { get; init; } = [];

    /// <summary>Decides which neurons are dropped.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// How far targets of classes and of yes and no are moved to the middle, at least 0 and below 1: <c>t (1 - e) + e / K</c> for
    /// <c>K</c> outputs of a softmax, <c>t (1 - e) + e / 2</c> otherwise.
    /// </summary>
    public float LabelSmoothing { get; init; }

    /// <summary>What loss and gradient of a row are multiplied by, by its class; null for 1.</summary>
    public IReadOnlyList<float>? ClassWeights { get; init; }

    /// <summary>The share of a layer's neurons that is dropped out.</summary>
    /// <param name="layer">The layer, from 0.</param>
    public float DropoutOf(int layer) => layer < Dropout.Count ? Dropout[layer] : 0;
}

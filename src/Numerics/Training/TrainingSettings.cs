using Granary.Formulas.Initializers;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Numerics.Layers;
using Granary.Numerics.Networks;
using Granary.Numerics.Sharding;

namespace Granary.Numerics.Training;

/// <summary>Everything besides the data that decides what weights training ends with.</summary>
/// <param name="Network">The network.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Optimizer">The optimizer.</param>
/// <param name="BatchSize">Rows of a mini-batch.</param>
public sealed record TrainingSettings(NetworkShape Network, Loss Loss, OptimizerSettings Optimizer, int BatchSize)
{
    /// <summary>How the first weights are drawn.</summary>
    public Initializer Initializer { get; init; } = Initializer.Xavier;

    /// <summary>For each layer the weights with which training begins; null for a layer whose weights are drawn, and where all are.</summary>
    public IReadOnlyList<LayerWeights?>? Pretrained { get; init; }

    /// <summary>Decides first weights and order of rows.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Shards of a mini-batch, a power of two.</summary>
    public int Shards { get; init; } = 8;

    /// <summary>The numbers that workers and layers exchange; what is rounded decides bits.</summary>
    public WireFormat Wire { get; init; } = WireFormat.Float32;

    /// <summary>What is done to training rows only.</summary>
    public Regularization Regularization { get; init; } = Regularization.None;

    /// <summary>Passes over the rows, or null when only <see cref="Steps"/> ends training.</summary>
    public int? Epochs { get; init; }

    /// <summary>Steps, or null when only <see cref="Epochs"/> ends training.</summary>
    public long? Steps { get; init; }
}

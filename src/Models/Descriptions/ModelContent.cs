using Granary.Numerics.Networks;

namespace Granary.Models.Descriptions;

/// <summary>All that a model consists of.</summary>
/// <param name="Description">All but its weights.</param>
/// <param name="Weights">Its weights.</param>
public sealed record ModelContent(ModelDescription Description, NetworkWeights Weights);

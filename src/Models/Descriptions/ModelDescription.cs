using Granary.Data;
using Granary.Numerics.Networks;

namespace Granary.Models.Descriptions;

/// <summary>All of a model but its weights.</summary>
/// <param name="Network">Dimensions and activations.</param>
/// <param name="Encodings">How raw rows become features, and what the outputs stand for.</param>
/// <param name="Provenance">Where it comes from.</param>
public sealed record ModelDescription(NetworkShape Network, DataEncodings Encodings, Provenance Provenance);

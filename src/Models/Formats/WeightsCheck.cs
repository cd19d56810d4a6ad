using Granary.Models.Descriptions;

namespace Granary.Models.Formats;

/// <summary>Compares weights that were read with the hash that their description has.</summary>
internal static class WeightsCheck
{
    /// <summary>Compares them.</summary>
    /// <exception cref="FormatException">They are others.</exception>
    public static void Run(ModelContent model)
    {
        var expected = model.Description.Provenance.WeightsHash;
        if (expected is not null && model.Weights.Hash is var found && found != expected)
        {
            throw new FormatException($"found weights with the hash {found}, expected {expected}: they were changed, or the file is damaged");
        }
    }
}

using Granary.Formulas.Activations;

namespace Granary.Formulas.Losses;

/// <summary>A loss, and the output activations it can stand behind.</summary>
internal abstract class OutputLosses
{
    /// <summary>Whether the loss can be had with an output activation.</summary>
    public virtual bool GoesWith(Activation output) => true;

    /// <summary>Makes the loss behind an output activation that it goes with.</summary>
    public abstract RowLoss Behind(Activation output);
}

namespace Granary.Data.Targets;

/// <summary>What labels that are numbers are, as far as the network and the loss say it.</summary>
public enum TargetPreference
{
    /// <summary>Classes where they are whole and few, otherwise values.</summary>
    Guess,

    /// <summary>Classes.</summary>
    Classes,

    /// <summary>Values.</summary>
    Values,
}

namespace Granary.Faults.Tests;

/// <summary>A test that only root can run, and that others see skipped.</summary>
public sealed class RootFactAttribute : FactAttribute
{
    /// <param name="why">What it does that only root may.</param>
    public RootFactAttribute(string why)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Skip = $"It {why}, which only root may.";
        }
    }
}

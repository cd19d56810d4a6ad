namespace Granary.Grains.Tests;

/// <summary>A test of what the system refuses, on Unix, and does not refuse root.</summary>
public sealed class UnprivilegedFactAttribute : FactAttribute
{
    /// <param name="what">What it needs.</param>
    public UnprivilegedFactAttribute(string what)
    {
        if (Environment.IsPrivilegedProcess || OperatingSystem.IsWindows())
        {
            Skip = $"It needs {what}: nothing is refused to root.";
        }
    }
}

namespace Granary.Clustering.Addresses;

/// <summary>Writes an argument so that it can be pasted into a shell.</summary>
public static class ShellWord
{
    /// <summary>The argument, in quotes where it needs them.</summary>
    /// <param name="argument">The argument.</param>
    public static string Of(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsLetterOrDigit(c) || "/\\.-_:=+@%,".Contains(c))
            ? argument
            : $"'{argument.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}

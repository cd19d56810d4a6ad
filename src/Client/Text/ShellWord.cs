namespace Granary.Client.Text;

/// <summary>Writes an argument so that it can be pasted into a shell.</summary>
internal static class ShellWord
{
    /// <summary>The argument, in quotes where it needs them.</summary>
    public static string Of(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsLetterOrDigit(c) || "/\\.-_:=+@%,".Contains(c))
            ? argument
            : $"'{argument.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}

using System.Runtime.InteropServices;

namespace Granary.Files;

/// <summary>What .NET does not offer: hard links, and flushing a directory. On Unix only.</summary>
internal static partial class Libc
{
    /// <summary>The error of <see cref="Link"/> when the new name is taken; the same number on Linux and macOS.</summary>
    public const int FileExists = 17;

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Link(string existing, string name);

    // Without a mode, which open() reads only when it creates.
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    /// <summary>The last call's error in the system's words.</summary>
    /// <param name="what">What was tried, as the start of a sentence.</param>
    public static IOException LastError(string what) => new($"{what}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
}

using System.Globalization;

namespace Granary.Benchmarks.Faults.Clusters;

/// <summary>Does to a job's checkpoint files what a bad disk does.</summary>
public static class CheckpointFiles
{
    private const int BitsOfAByte = 8;

    /// <summary>The files of the newest version that is there, whole or not; empty when there is none.</summary>
    public static string[] Newest(string data, string jobId) => Folders(data, jobId).Max() is { } newest ? FilesOf(newest) : [];

    /// <summary>The files of a version and of all later ones: some of these may not be whole yet, and in no manifest.</summary>
    public static string[] From(string data, string jobId, long version) =>
        [.. Folders(data, jobId).Where(f => long.Parse(Path.GetFileName(f), CultureInfo.InvariantCulture) >= version).SelectMany(FilesOf)];

    /// <summary>Flips one bit in the middle of each file.</summary>
    public static void FlipABit(IEnumerable<string> files)
    {
        foreach (var path in files)
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            file.Position = file.Length / 2;
            var value = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)(value ^ (1 << (int)(file.Length % BitsOfAByte))));
        }
    }

    /// <summary>Cuts each file in half.</summary>
    public static void Tear(IEnumerable<string> files)
    {
        foreach (var path in files)
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            file.SetLength(file.Length / 2);
        }
    }

    private static string[] Folders(string data, string jobId)
    {
        var folder = Path.Combine(data, "checkpoints", jobId);
        return Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];
    }

    private static string[] FilesOf(string folder) => Directory.GetFiles(folder, "*.tensors");
}

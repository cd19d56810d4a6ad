namespace Granary.Benchmarks.Faults.Clusters;

/// <summary>Does to a job's checkpoint files what a bad disk does.</summary>
public static class CheckpointFiles
{
    private const int BitsOfAByte = 8;

    /// <summary>The files of the newest version that is there, whole or not; empty when there is none.</summary>
    public static string[] Newest(string data, string jobId)
    {
        var folder = Path.Combine(data, "checkpoints", jobId);
        var newest = Directory.Exists(folder) ? Directory.GetDirectories(folder).Max() : null;
        return newest is null ? [] : Directory.GetFiles(newest, "*.tensors");
    }

    /// <summary>Flips one bit in the middle of each file of the newest version.</summary>
    public static void FlipABit(string data, string jobId)
    {
        foreach (var path in Newest(data, jobId))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            file.Position = file.Length / 2;
            var value = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)(value ^ (1 << (int)(file.Length % BitsOfAByte))));
        }
    }

    /// <summary>Cuts each file of the newest version in half.</summary>
    public static void Tear(string data, string jobId)
    {
        foreach (var path in Newest(data, jobId))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            file.SetLength(file.Length / 2);
        }
    }
}

using Granary.Clustering.Writer;

namespace Granary.Clustering.Tests.Local;

internal static class WriterAssert
{
    /// <summary>Whether everything that several writers wrote at once is in the table.</summary>
    public static async Task AllIsThere(IMembershipTable table, int writers, int count)
    {
        var read = await table.ReadAllAsync(default);

        Assert.Equal((writers * count) + 1, read.Members.Count);
        Assert.Equal(writers * count, read.TryGet(TableWriter.Counter)!.Item1.ProxyPort);

        // One for each row, the counter's too, and one for each time that the counter was raised.
        Assert.Equal((2 * writers * count) + 1, read.Version.Version);
    }
}

using System.Diagnostics;

namespace Granary.Clustering.Transport.Tests;

/// <summary>Waits for something that other threads bring about.</summary>
internal static class Eventually
{
    /// <summary>Generous: only a failing test ever waits that long.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Looks again and again until what is seen is as expected.</summary>
    public static async Task<T> Becomes<T>(Func<T> look, string expected, Func<T, bool> isExpected)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var seen = look();
            if (isExpected(seen))
            {
                return seen;
            }

            Assert.True(
                Stopwatch.GetElapsedTime(start) < Deadline, $"Expected {expected} within {Deadline.TotalSeconds} s, last seen: {seen}.");
            await Task.Delay(1);
        }
    }
}

using System.Diagnostics;

namespace Granary.Grains.Tests;

/// <summary>Waits for something that other threads bring about.</summary>
internal static class Eventually
{
    // Generous: only a failing test ever waits that long.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Asks again and again until the answer is as expected.</summary>
    /// <param name="ask">What is asked.</param>
    /// <param name="expected">What is expected, for the message.</param>
    /// <param name="isExpected">Whether an answer is as expected.</param>
    /// <param name="describe">An answer in words.</param>
    public static async Task<T> Becomes<T>(Func<Task<T>> ask, string expected, Func<T, bool> isExpected, Func<T, string>? describe = null)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (isExpected(answer))
            {
                return answer;
            }

            if (Stopwatch.GetElapsedTime(start) > Deadline)
            {
                Assert.Fail($"Expected {expected} within {Deadline.TotalSeconds} s, last seen: {describe?.Invoke(answer) ?? $"{answer}"}.");
            }

            await Task.Yield();
        }
    }
}

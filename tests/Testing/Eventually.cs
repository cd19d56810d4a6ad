using System.Diagnostics;
using Xunit;

namespace Granary.Testing;

/// <summary>Waits for something that other threads or processes bring about.</summary>
public static class Eventually
{
    /// <summary>Generous: only a failing test ever waits that long.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    // So short that no test is slower for it, so long that who is waited for gets the processor.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);

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

            await Task.Delay(Look);
        }
    }

    /// <summary>Looks again and again until what is seen is as expected.</summary>
    public static Task<T> Becomes<T>(Func<T> look, string expected, Func<T, bool> isExpected) =>
        Becomes(() => Task.FromResult(look()), expected, isExpected);
}

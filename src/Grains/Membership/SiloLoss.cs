using Granary.Grains.Interfaces;

namespace Granary.Grains.Membership;

/// <summary>Tells a lost silo from an error.</summary>
internal static class SiloLoss
{
    /// <summary>
    /// Whether an exception says that somebody did not answer, or was reassigned meanwhile: what assigning once more can mend.
    /// A time-out is among them, which within Orleans may end as a cancellation: nobody knows what became of the call, and nothing that is
    /// repeated does harm. So is an answer that cannot be read, since what it names was in the memory of a silo that has ended.
    /// </summary>
    public static bool Is(Exception e) =>
        e is SiloUnavailableException or OrleansMessageRejectionException or TimeoutException or OperationCanceledException
            or RefusedException or InvalidDataException or Orleans.Runtime.Messaging.ConnectionFailedException;
}

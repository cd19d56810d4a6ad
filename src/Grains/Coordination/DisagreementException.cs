using Granary.Grains.Interfaces;

namespace Granary.Grains.Coordination;

/// <summary>Two silos computed the same shards, with different bits.</summary>
/// <param name="different">What differs.</param>
/// <param name="silo">One of the two silos.</param>
/// <param name="other">The other one.</param>
internal sealed class DisagreementException(DifferentBitsException different, string silo, string other)
    : Exception(
        $"Silos {silo} and {other} both computed {different.Message}, and gave different bits. One of the two machines computes wrongly; "
        + "two answers do not tell which. Test the memory and the processors of both, or take both out of the cluster.")
{
    /// <summary>The step, from 0. Weights of later versions are doubtful.</summary>
    public long Step => different.Step;

    /// <summary>One of the two silos, <c>ip:port</c>.</summary>
    public string Silo => silo;

    /// <summary>The other one.</summary>
    public string Other => other;
}

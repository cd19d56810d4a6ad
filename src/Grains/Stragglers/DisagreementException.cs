using Granary.Grains.Interfaces;

namespace Granary.Grains.Stragglers;

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

    /// <summary>What users are told, with how to go on.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="version">The step of the last checkpoint from before.</param>
    public string Explain(string jobId, long version) =>
        $"{Message} Then go on from before that step: granary resume {jobId} --from {version}. What was computed wrongly earlier, "
        + "if anything, was not noticed: --from 0 begins anew.";
}

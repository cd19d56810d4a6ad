namespace Granary.Client;

/// <summary>How far a submission is.</summary>
/// <param name="Stage">What is done.</param>
/// <param name="Name">The file that it is done with; the job's id for <see cref="SubmissionStage.Submitting"/>.</param>
/// <param name="Bytes">Bytes that are done.</param>
/// <param name="TotalBytes">All bytes of the file.</param>
public readonly record struct SubmissionProgress(SubmissionStage Stage, string Name, long Bytes = 0, long TotalBytes = 0);

/// <summary>What a submission does, in this order; the first three for each file that the silos do not read by themselves.</summary>
public enum SubmissionStage
{
    /// <summary>A file is hashed.</summary>
    Hashing,

    /// <summary>A file is uploaded.</summary>
    Uploading,

    /// <summary>A file is in the cluster. The bytes are those that were sent: 0 when it had been there before.</summary>
    Uploaded,

    /// <summary>The silos read the job's data.</summary>
    Submitting,
}

namespace Granary.Web.Jobs;

/// <summary>How a job is to go on. At most one of its members is given; with none a paused job goes on where it stands.</summary>
/// <param name="From">The step of a checkpoint to go back to.</param>
/// <param name="Epochs">How many epochs longer a completed job trains.</param>
/// <param name="Steps">How many steps longer a completed job trains.</param>
internal sealed record ResumeRequest(long? From, int? Epochs, long? Steps);

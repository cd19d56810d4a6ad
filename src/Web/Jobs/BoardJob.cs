using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Statuses;

namespace Granary.Web.Jobs;

/// <summary>A job as the board has it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Status">Its status; null when it does not answer.</param>
/// <param name="Reason">Why it does not train; null when it does, or has ended.</param>
internal sealed record BoardJob(string Id, JobStatus? Status, string? Reason)
{
    /// <summary>The job as one object of JSON.</summary>
    public string Line { get; } = StatusJson.Write(json =>
    {
        if (Status is null)
        {
            json.WriteString("job", Id);
            json.WriteNull("state");
        }
        else
        {
            StatusJson.WriteMembers(json, Status);
            json.WriteString("reason", Reason);
        }
    });
}

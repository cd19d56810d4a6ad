using Granary.Data.Faults;
using Granary.Requests.Faults;

namespace Granary.Client.CommandLines;

/// <summary>Turns faults of data into a refusal of the command.</summary>
internal static class DataRequests
{
    /// <summary>Does something with data.</summary>
    /// <exception cref="RequestException">The data has faults; all of them are listed.</exception>
    public static void Run(Action read) => Run<object?>(
        () =>
        {
            read();
            return null;
        },
        "the data cannot be used as it is");

    /// <summary>Does something with data.</summary>
    /// <param name="read">What to do.</param>
    /// <param name="refusal">What to say before the faults.</param>
    /// <exception cref="RequestException">The data has faults; all of them are listed.</exception>
    public static T Run<T>(Func<T> read, string refusal)
    {
        try
        {
            return read();
        }
        catch (DataException e)
        {
            JobFault[] faults = [.. e.Faults.Select(f => new JobFault(f.Message, null, f.File, f.Line, f.Column, null))];
            throw new RequestException(refusal, faults);
        }
    }
}

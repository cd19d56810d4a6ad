using Granary.Requests.Faults;
using Microsoft.AspNetCore.Http;

namespace Granary.Web.Answers;

/// <summary>A request that is answered with a problem.</summary>
/// <param name="status">The status code.</param>
/// <param name="detail">What was found and what was expected.</param>
/// <param name="hint">What may help; null for nothing.</param>
internal sealed class Refusal(int status, string detail, string? hint = null) : Exception(detail)
{
    /// <summary>The status code.</summary>
    public int Status => status;

    /// <summary>What may help; null for nothing.</summary>
    public string? Hint => hint;

    /// <summary>Has what is not found answered as such.</summary>
    /// <param name="lookup">A lookup.</param>
    public static async Task<T> Find<T>(Task<T> lookup)
    {
        try
        {
            return await lookup;
        }
        catch (RequestException e)
        {
            throw new Refusal(StatusCodes.Status404NotFound, e.Message, e.Hint);
        }
    }

    /// <summary>The answer to what cannot be done in the state that things are in.</summary>
    public static Refusal Conflict(string detail, string? hint = null) => new(StatusCodes.Status409Conflict, detail, hint);
}

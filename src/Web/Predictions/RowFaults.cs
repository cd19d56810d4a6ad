using Granary.Web.Answers;
using Microsoft.AspNetCore.Http;

namespace Granary.Web.Predictions;

/// <summary>What is wrong with the rows of a request.</summary>
internal sealed class RowFaults
{
    private const int MostShown = 10;

    private readonly List<string> _shown = [];
    private int _count;

    /// <summary>Does something that may find a fault.</summary>
    /// <param name="place">Where.</param>
    /// <param name="act">Does it; what it throws as an argument's fault is kept.</param>
    public void Try(string place, Action act)
    {
        try
        {
            act();
        }
        catch (ArgumentException e)
        {
            Add(place, e.Message);
        }
    }

    /// <summary>Keeps a fault.</summary>
    public void Add(string place, string message)
    {
        _count++;
        if (_shown.Count < MostShown)
        {
            _shown.Add($"{place}: {message}");
        }
    }

    /// <summary>Refuses the request if there are any.</summary>
    /// <exception cref="Refusal">There are.</exception>
    public void ThrowIfAny()
    {
        if (_count > 0)
        {
            var more = _count > _shown.Count ? $" And {_count - _shown.Count} more." : "";
            throw new Refusal(StatusCodes.Status400BadRequest, string.Join(' ', _shown) + more);
        }
    }
}

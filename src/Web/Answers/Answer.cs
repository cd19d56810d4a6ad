using System.Text;
using Microsoft.AspNetCore.Http;

namespace Granary.Web.Answers;

/// <summary>Answers of JSON that is written already.</summary>
internal static class Answer
{
    private const string MediaType = "application/json";

    /// <summary>An object.</summary>
    public static IResult Json(string line, int status = StatusCodes.Status200OK) => TypedResults.Text(line, MediaType, Encoding.UTF8, status);

    /// <summary>A list of objects.</summary>
    public static IResult List(IEnumerable<string> lines) => Json(ListText(lines));

    /// <summary>The text of a list of objects.</summary>
    public static string ListText(IEnumerable<string> lines) => $"[{string.Join(',', lines)}]";
}

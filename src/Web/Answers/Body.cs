using Microsoft.AspNetCore.Http;

namespace Granary.Web.Answers;

/// <summary>Reads what comes with a request.</summary>
internal static class Body
{
    /// <summary>Reads a body that is not long.</summary>
    /// <param name="request">The request.</param>
    /// <param name="most">The most that it may be, in bytes.</param>
    /// <exception cref="Refusal">It is longer.</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, int most)
    {
        using var text = new MemoryStream();
        var buffer = new byte[16 << 10];
        for (int read; (read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0;)
        {
            if (text.Length + read > most)
            {
                throw new Refusal(StatusCodes.Status413PayloadTooLarge, $"found a body of more than {most} bytes, expected {most} at most");
            }

            text.Write(buffer, 0, read);
        }

        return text.ToArray();
    }
}

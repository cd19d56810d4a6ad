using Granary.Grains.Interfaces.Jobs;
using Granary.Models;
using Granary.Requests.Transfers;
using Granary.Web.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Granary.Web.Models;

/// <summary>A model as a file to download.</summary>
/// <param name="coordinator">The job's coordinator.</param>
/// <param name="step">The step of a checkpoint; null for the kept model.</param>
/// <param name="length">The model's length as a safetensors file.</param>
/// <param name="format">The file's format.</param>
/// <param name="fileName">The file's name.</param>
internal sealed class ModelResult(ICoordinatorGrain coordinator, long? step, long length, ModelFormat format, string fileName) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(fileName);
        if (format == ModelFormat.Safetensors)
        {
            // As the cluster has it: nothing is written on the way.
            Announce(response, disposition, length);
            await FetchedModel.CopyAsync(coordinator, step, length, response.Body, show: null, httpContext.RequestAborted);
            return;
        }

        await using var file = await ConvertAsync(httpContext.RequestAborted);
        Announce(response, disposition, file.Length);
        await file.CopyToAsync(response.Body, httpContext.RequestAborted);
    }

    private static void Announce(HttpResponse response, ContentDispositionHeaderValue disposition, long length)
    {
        response.ContentType = "application/octet-stream";
        response.ContentLength = length;
        response.Headers.ContentDisposition = disposition.ToString();
    }

    private async Task<FileStream> ConvertAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await FetchedModel.OpenAsync(coordinator, step, length, format, show: null, cancellationToken);
        }
        catch (ModelException e)
        {
            throw Refusal.Conflict(e.Message);
        }
    }
}

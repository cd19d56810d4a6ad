using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Tokens;
using Granary.Models;
using Granary.Requests.Connections;
using Granary.Requests.Lookups;
using Granary.Requests.Statuses;
using Granary.Web.Answers;
using Granary.Web.Roles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Granary.Web.Models;

/// <summary>Models of completed jobs: list, download, remove.</summary>
internal static class ModelRoutes
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var models = api.MapGroup("/models").WithTags("models");
        models.MapGet("", ListAsync).For(TokenRole.Viewer).WithSummary("The jobs whose models are kept.");
        models.MapGet("/{id}", DownloadAsync).For(TokenRole.Viewer).WithSummary("A job's model as a file: safetensors, onnx or npz; of a checkpoint with step.");
        models.MapDelete("/{id}", RemoveAsync).For(TokenRole.Operator).WithSummary("Removes a job's model. Its checkpoints stay.");
    }

    private static async Task<IResult> ListAsync(IClusterConnection cluster, CancellationToken cancellationToken)
    {
        var jobs = await JobLookup.GetAllAsync(cluster).WaitAsync(cancellationToken);
        return Answer.List(jobs.Select(j => j.Status).OfType<JobStatus>().Where(s => s.Model is not null).Select(StatusJson.Line));
    }

    private static async Task<IResult> DownloadAsync(
        string id, string? format, long? step, IClusterConnection cluster, CancellationToken cancellationToken)
    {
        var name = format ?? ModelFormats.Names[0];
        if (ModelFormats.Find(name) is not { } found || name.Contains('.'))
        {
            throw new Refusal(StatusCodes.Status400BadRequest, $"found the format '{name}', expected {string.Join(", ", ModelFormats.Names)}");
        }

        await Refusal.Find(JobLookup.GetStatusAsync(cluster, id, cancellationToken));
        var coordinator = cluster.Coordinator(id);
        var offer = await coordinator.OpenModel(step).WaitAsync(cancellationToken);
        if (offer.Error is { } error)
        {
            throw new Refusal(StatusCodes.Status404NotFound, error);
        }

        return new ModelResult(coordinator, step, offer.Bytes, found, $"{id}{(step is null ? "" : $"-{step}")}.{name}");
    }

    private static async Task<IResult> RemoveAsync(string id, IClusterConnection cluster, CancellationToken cancellationToken)
    {
        await Refusal.Find(JobLookup.GetStatusAsync(cluster, id, cancellationToken));
        return await cluster.Coordinator(id).RemoveModel().WaitAsync(cancellationToken)
            ? Answer.Json(StatusJson.Write(json => json.WriteString("removed", id)))
            : throw new Refusal(StatusCodes.Status404NotFound, $"the job {id} has no model", "'granary models' lists those that are kept");
    }
}

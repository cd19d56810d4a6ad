using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Tokens;
using Granary.Grains.Interfaces.Uploads;
using Granary.Requests.Connections;
using Granary.Requests.Lookups;
using Granary.Requests.Statuses;
using Granary.Requests.Transfers;
using Granary.Web.Answers;
using Granary.Web.Roles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Granary.Web.DataSets;

/// <summary>Data sets: list, show, remove, upload.</summary>
internal static class DataSetRoutes
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var sets = api.MapGroup("/data-sets").WithTags("data sets");
        sets.MapGet("", ListAsync).For(TokenRole.Viewer).WithSummary("The data sets that were uploaded.");
        sets.MapGet("/{name}", ShowAsync).For(TokenRole.Viewer).WithSummary("The columns and first rows of a data set, by its name or the beginning of its hash.");
        sets.MapDelete("/{name}", RemoveAsync).For(TokenRole.Operator).WithSummary("Removes a data set; with force even if a job needs it.");
        var uploads = api.MapGroup("/uploads").WithTags("data sets");
        uploads.MapGet("/{sha256}", LookAsync).For(TokenRole.Viewer).WithSummary("How much of a data set the cluster has.");
        uploads.MapPut("/{sha256}", UploadAsync).For(TokenRole.Submitter).WithSummary("Takes a data set, or a part of it from the offset on.");
    }

    private static async Task<IResult> ListAsync(IClusterConnection cluster, CancellationToken cancellationToken) =>
        Answer.List((await KeptDataSet.ListAsync(cluster, cancellationToken)).Select(set => DataSetJson.Line(set)));

    private static async Task<IResult> ShowAsync(string name, IClusterConnection cluster, CancellationToken cancellationToken)
    {
        var set = await Refusal.Find(KeptDataSet.FindAsync(cluster, name, cancellationToken));
        try
        {
            return Answer.Json(DataSetJson.Line(set, await set.Silos[0].Describe(set.Facts.Sha256).WaitAsync(cancellationToken)));
        }
        catch (RefusedException e)
        {
            throw Refusal.Conflict($"{set.Facts.Name}: {e.Message}");
        }
    }

    private static async Task<IResult> RemoveAsync(string name, bool? force, IClusterConnection cluster, CancellationToken cancellationToken)
    {
        var set = await Refusal.Find(KeptDataSet.FindAsync(cluster, name, cancellationToken));
        if (force != true && set.Users.FirstOrDefault() is { } user)
        {
            throw Refusal.Conflict(
                $"{set.Facts.Name} is needed by the job {user.JobId}, which is {user.State.Name()}",
                "force=true removes it all the same; the job fails when a silo has to read it anew");
        }

        try
        {
            await Task.WhenAll(set.Silos.Select(s => s.Remove(set.Facts.Sha256))).WaitAsync(cancellationToken);
        }
        catch (RefusedException e)
        {
            throw Refusal.Conflict(e.Message);
        }

        return Answer.Json(StatusJson.Write(json => json.WriteString("removed", set.Facts.Sha256)));
    }

    private static async Task<IResult> LookAsync(
        string sha256, string name, long bytes, IClusterConnection cluster, CancellationToken cancellationToken)
    {
        var set = UploadedSet.Of(sha256, name, bytes);
        var target = await UploadTarget.ChooseAsync(cluster, set, cancellationToken);
        return Answer.Json(await LineAsync(cluster, set, target.Progress, cancellationToken));
    }

    private static async Task<IResult> UploadAsync(
        string sha256, string name, long bytes, long? offset, HttpContext context, IClusterConnection cluster, CancellationToken cancellationToken)
    {
        var set = UploadedSet.Of(sha256, name, bytes);
        var from = offset ?? 0;
        if (from < 0 || from > bytes)
        {
            throw new Refusal(StatusCodes.Status400BadRequest, $"found the offset {from}, expected 0 to {bytes}");
        }

        BodyLimit.Set(context, bytes - from);
        var target = await UploadTarget.ChooseAsync(cluster, set, cancellationToken);
        var progress = target.Progress.IsWhole ? target.Progress : await new PieceSender(target.Silo, set).SendAsync(context.Request.Body, from, cancellationToken);
        return progress.Error is { } error ? throw Refusal.Conflict(UploadTarget.Refused(set.Name, error).Message) : Answer.Json(await LineAsync(cluster, set, progress, cancellationToken));
    }

    // Content is what a data set is: one that came before under another name keeps that name.
    private static async Task<string> LineAsync(IClusterConnection cluster, DataSetFacts set, UploadProgress progress, CancellationToken cancellationToken)
    {
        var name = progress.IsWhole ? (await KeptDataSet.FindAsync(cluster, set.Sha256, cancellationToken)).Facts.Name : set.Name;
        return StatusJson.Write(json =>
        {
            json.WriteString("name", name);
            json.WriteNumber("bytes", progress.Bytes);
            json.WriteBoolean("isWhole", progress.IsWhole);
        });
    }
}

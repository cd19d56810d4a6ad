using Granary.Grains.Interfaces.Tokens;
using Granary.Requests.Statuses;
using Granary.Web.Answers;
using Granary.Web.Roles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Granary.Web.Predictions;

/// <summary>
/// Predictions by the Open Inference Protocol, version 2, over HTTP. Missing values are <c>null</c>, since JSON has no NaN, and columns that are not
/// given are missing. Errors are <c>{"error": "..."}</c>, as the protocol has them.
/// </summary>
internal static class InferenceRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var all = routes.MapGroup("/v2").WithTags("predictions").AddEndpointFilter(AnswerErrorsAsync);
        all.MapGet("", () => Answer.Json(StatusJson.Write(WriteServer))).For(TokenRole.Viewer).WithSummary("What this server is.");
        all.MapGet("/health/live", () => Flag("live")).For(TokenRole.Viewer).WithSummary("Whether the server is there.");
        all.MapGet("/health/ready", () => Flag("ready")).For(TokenRole.Viewer).WithSummary("Whether it predicts.");
        foreach (var model in new[] { "/models/{model}", "/models/{model}/versions/{version}" })
        {
            all.MapGet(model, DescribeAsync).For(TokenRole.Viewer).WithSummary("The inputs and outputs of a model.");
            all.MapGet(model + "/ready", IsReadyAsync).For(TokenRole.Viewer).WithSummary("Whether a model predicts; it is loaded for that.");
            all.MapPost(model + "/infer", InferAsync).For(TokenRole.Viewer).WithSummary("Predicts.");
        }
    }

    private static void WriteServer(System.Text.Json.Utf8JsonWriter json)
    {
        json.WriteString("name", "granary");
        json.WriteString("version", typeof(InferenceRoutes).Assembly.GetName().Version!.ToString(3));
        json.WriteStartArray("extensions");
        json.WriteEndArray();
    }

    private static IResult Flag(string name) => Answer.Json(StatusJson.Write(json => json.WriteBoolean(name, true)));

    private static async Task<IResult> DescribeAsync(string model, string? version, ServedModels models, CancellationToken cancellationToken)
    {
        var served = await models.GetAsync(model, version, cancellationToken);
        return Answer.Json(InferenceAnswer.Metadata(model, await models.GetVersionsAsync(model, cancellationToken), served));
    }

    private static async Task<IResult> IsReadyAsync(string model, string? version, ServedModels models, CancellationToken cancellationToken)
    {
        await models.GetAsync(model, version, cancellationToken);
        return Answer.Json(StatusJson.Write(json =>
        {
            json.WriteString("name", model);
            json.WriteBoolean("ready", true);
        }));
    }

    private static async Task<IResult> InferAsync(string model, string? version, HttpRequest request, ServedModels models)
    {
        var served = await models.GetAsync(model, version, request.HttpContext.RequestAborted);
        using var json = JsonBody.Parse(await Body.ReadAsync(request, JsonBody.MostBytes));
        var inference = InferenceRequest.Read(json.RootElement, served);
        return Answer.Json(InferenceAnswer.Predictions(model, served, inference, JsonBody.Predict(served, inference.Rows)));
    }

    private static async ValueTask<object?> AnswerErrorsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Refusal e)
        {
            return Error(e.Message, e.Status);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            return Error($"the cluster did not answer: {e.Message}", StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static IResult Error(string message, int status) => Answer.Json(StatusJson.Write(json => json.WriteString("error", message)), status);
}

using Granary.Requests.Faults;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Granary.Web.Answers;

/// <summary>Turns what goes wrong in a request into a problem.</summary>
internal sealed partial class ProblemFilter(ILogger<ProblemFilter> log)
{
    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= StatusCodes.Status400BadRequest, ContentType: null } response)
            {
                // Routing answers with a code alone, for example to a method that a route does not have.
                await Problem.WriteAsync(context, response.StatusCode, Explain(context.Request, response.StatusCode), "/api/v1/openapi.json lists what each route takes");
            }
        }
        catch (Exception e) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            await AnswerAsync(context, e);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked is gone.
        }
    }

    private static string Explain(HttpRequest request, int status) => status == StatusCodes.Status400BadRequest
        ? $"found a parameter or a body that {request.Method} {request.Path} does not take"
        : $"found {request.Method} {request.Path}, expected another method or type of content";

    private Task AnswerAsync(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case Refusal e:
                return Problem.WriteAsync(context, e.Status, e.Message, e.Hint);
            case RequestException e:
                return Problem.WriteAsync(context, StatusCodes.Status400BadRequest, e.Message, e.Hint, e.Faults);
            case BadHttpRequestException e:
                return Problem.WriteAsync(context, e.StatusCode, e.Message);
            case OrleansException or TimeoutException:
                return Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, $"the cluster did not answer: {exception.Message}");
            default:
                LogFailed(log, context.Request.Path, exception);
                return Problem.WriteAsync(context, StatusCodes.Status500InternalServerError, $"failed unexpectedly: {exception.Message}");
        }
    }

    [LoggerMessage(1, LogLevel.Error, "a request to {Path} failed")]
    private static partial void LogFailed(ILogger log, string path, Exception exception);
}

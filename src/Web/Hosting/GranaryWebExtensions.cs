using Granary.Grains.Interfaces.Tokens;
using Granary.Requests.Connections;
using Granary.Web.Answers;
using Granary.Web.DataSets;
using Granary.Web.Doors;
using Granary.Web.Events;
using Granary.Web.Jobs;
using Granary.Web.Models;
using Granary.Web.Operations;
using Granary.Web.Pages;
using Granary.Web.Predictions;
using Granary.Web.Roles;
using Granary.Web.Silos;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Granary.Web.Hosting;

/// <summary>Puts the HTTP API and the dashboard into a host that has an Orleans client or silo.</summary>
public static class GranaryWebExtensions
{
    private const string ApiPath = "/api/v1";

    /// <summary>Adds what <see cref="UseGranary"/> needs.</summary>
    /// <param name="services">The host's services. Among them is an <see cref="IGrainFactory"/> of the cluster.</param>
    public static IServiceCollection AddGranaryWeb(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IClusterConnection>(provider => new OrleansConnection(provider.GetRequiredService<IGrainFactory>(), "this cluster"));
        services.AddSingleton<JobBoard>();
        services.AddSingleton<ServedModels>();
        services.AddSingleton<ProblemFilter>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<RouteRoles>();
        services.AddRouting();
        services.AddOpenApi("v1");
        return services;
    }

    /// <summary>
    /// Serves the API below <c>api/v1</c> and the dashboard. Whatever comes after it in this builder is behind its doors too: in a host with pages
    /// of its own give it a path, <c>app.Map("/granary", granary => granary.UseGranary(options))</c>.
    /// </summary>
    /// <param name="app">The host's pipeline.</param>
    /// <param name="options">Who may come in.</param>
    public static IApplicationBuilder UseGranary(this IApplicationBuilder app, GranaryWebOptions options)
    {
        var tokens = app.ApplicationServices.GetRequiredService<IClusterConnection>().Tokens;
        var door = new Door(new Visitors(options.Token, tokens), options.Names);
        var roles = app.ApplicationServices.GetRequiredService<RouteRoles>();
        var problems = app.ApplicationServices.GetRequiredService<ProblemFilter>();
        app.Use(next => context => door.EnterAsync(context, next));
        app.Use(next => context => problems.HandleAsync(context, next));
        app.UseRouting();
        app.Use(next => context => context.GetEndpoint() is null ? AnswerUnknownAsync(context) : next(context));
        app.Use(next => context => roles.CheckAsync(context, next));
        app.UseEndpoints(Map);
        return app;
    }

    private static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(ApiPath);
        JobRoutes.Map(api);
        DataSetRoutes.Map(api);
        ModelRoutes.Map(api);
        SiloRoutes.Map(api);
        StreamRoutes.Map(api);
        routes.MapOpenApi(ApiPath + "/openapi.json").For(TokenRole.Viewer);
        OperationsRoutes.Map(routes);
        PredictRoutes.Map(routes);
        InferenceRoutes.Map(routes);
        PageRoutes.Map(routes);
    }

    private static Task AnswerUnknownAsync(HttpContext context) => Problem.WriteAsync(
        context, StatusCodes.Status404NotFound, $"found no '{context.Request.Path}'", $"{ApiPath}/openapi.json lists all routes");
}

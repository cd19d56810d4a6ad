using System.Net;
using Granary.Web.Doors;
using Granary.Web.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Granary.Web.Hosting;

/// <summary>The HTTP server of a silo: it starts when the silo has joined, and stops before it leaves.</summary>
public sealed class WebServer : IHostedService, IAsyncDisposable
{
    private readonly WebServerSettings _settings;
    private readonly IGrainFactory _grains;
    private readonly OperationsSources _operations;
    private readonly ILoggerFactory _logs;
    private readonly AccessToken _token;
    private WebApplication? _app;

    /// <summary>Makes a server, not yet started.</summary>
    /// <param name="settings">How to serve.</param>
    /// <param name="grains">The cluster.</param>
    /// <param name="operations">What it tells those who watch over the silo.</param>
    /// <param name="logs">The silo's log.</param>
    internal WebServer(WebServerSettings settings, IGrainFactory grains, OperationsSources operations, ILoggerFactory logs)
    {
        _settings = settings;
        _grains = grains;
        _operations = operations;
        _logs = logs;
        _token = AccessToken.OfFile(settings.TokenFile);
    }

    /// <summary>The address that lets a browser in.</summary>
    /// <exception cref="InvalidOperationException">The server was not started.</exception>
    public string Link => $"{Address}/?token={_token.Text}";

    /// <summary>Where it listens, for example <c>http://127.0.0.1:7400</c>.</summary>
    /// <exception cref="InvalidOperationException">The server was not started.</exception>
    public string Address => Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Its services.</summary>
    /// <exception cref="InvalidOperationException">The server was not started.</exception>
    internal IServiceProvider Services => (_app ?? throw new InvalidOperationException("The server was not started.")).Services;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await StartAsync(_settings.Endpoint, cancellationToken);
        }
        catch (IOException e) when (_settings.AnyPort && e.InnerException is AddressInUseException)
        {
            await StartAsync(new IPEndPoint(_settings.Endpoint.Address, 0), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => _app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task StartAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        var app = Build(endpoint);
        try
        {
            await app.StartAsync(cancellationToken);
            _app = app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private WebApplication Build(IPEndPoint endpoint)
    {
        var builder = QuietKestrel.CreateBuilder(endpoint, _logs, _settings.Certificate);
        builder.Services.AddSingleton(_grains);
        _operations.AddTo(builder.Services);
        builder.Services.AddGranaryWeb();
        var app = builder.Build();
        app.UseGranary(new GranaryWebOptions { Token = _token, Names = _settings.Names });
        return app;
    }
}

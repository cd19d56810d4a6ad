using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Granary.Web.Doors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Granary.Web.Hosting;

/// <summary>The HTTP server of a silo: it starts when the silo has joined, and stops before it leaves.</summary>
public sealed class WebServer : IHostedService, IAsyncDisposable
{
    private const int MostHeaders = 50;
    private const int MostHeaderBytes = 16 << 10;
    private const int MostConnections = 200;
    private const long MostBodyBytes = 4 << 20;

    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);

    private readonly WebServerSettings _settings;
    private readonly IGrainFactory _grains;
    private readonly ILoggerFactory _logs;
    private readonly AccessToken _token;
    private WebApplication? _app;

    /// <summary>Makes a server, not yet started.</summary>
    /// <param name="settings">How to serve.</param>
    /// <param name="grains">The cluster.</param>
    /// <param name="logs">The silo's log.</param>
    public WebServer(WebServerSettings settings, IGrainFactory grains, ILoggerFactory logs)
    {
        _settings = settings;
        _grains = grains;
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
        // As with the silo, no files, environment or arguments decide anything behind the settings' back.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.Configure<KestrelServerOptions>(kestrel => Configure(kestrel, endpoint, _settings.Certificate));
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = StopTimeout);
        builder.Services.Replace(ServiceDescriptor.Singleton(_logs));
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.Services.AddSingleton(_grains);
        builder.Services.AddGranaryWeb();
        var app = builder.Build();
        app.UseGranary(new GranaryWebOptions { Token = _token, Names = _settings.Names });
        return app;
    }

    private static void Configure(KestrelServerOptions kestrel, IPEndPoint endpoint, Func<X509Certificate2>? certificate)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestHeaderCount = MostHeaders;
        kestrel.Limits.MaxRequestHeadersTotalSize = MostHeaderBytes;
        kestrel.Limits.MaxRequestBodySize = MostBodyBytes;
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
        kestrel.Listen(endpoint, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(new HttpsConnectionAdapterOptions
                {
                    ServerCertificateSelector = (_, _) => certificate(),
                    SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    HandshakeTimeout = HandshakeTimeout,
                });
            }
        });
    }

    // The silo's host decides when to stop.
    private sealed class SilentLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

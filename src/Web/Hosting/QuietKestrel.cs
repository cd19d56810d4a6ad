using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Granary.Web.Hosting;

/// <summary>
/// A server inside a silo: it writes to the silo's log, starts and stops when the silo's host says so, and has limits on all that strangers send.
/// </summary>
internal static class QuietKestrel
{
    private const int MostHeaders = 50;
    private const int MostHeaderBytes = 16 << 10;
    private const int MostConnections = 200;
    private const long MostBodyBytes = 4 << 20;

    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Makes the builder of a server.</summary>
    /// <param name="endpoint">Where it will listen.</param>
    /// <param name="logs">The silo's log.</param>
    /// <param name="certificate">Gives the certificate of a connection; null for no encryption.</param>
    public static WebApplicationBuilder CreateBuilder(IPEndPoint endpoint, ILoggerFactory logs, Func<X509Certificate2>? certificate = null)
    {
        // As with the silo, no files, environment or arguments decide anything behind the settings' back.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.Configure<KestrelServerOptions>(kestrel => Configure(kestrel, endpoint, certificate));
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = StopTimeout);
        builder.Services.Replace(ServiceDescriptor.Singleton(logs));
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        return builder;
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

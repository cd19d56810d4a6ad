using Granary.Clustering;
using Granary.Clustering.Certificates;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Granary.Silo.Hosting;

/// <summary>Warns, twice a day, of a certificate that is about to end.</summary>
/// <param name="certificates">Where it is.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where it is told.</param>
internal sealed partial class CertificateWatch(CertificateFolder certificates, TimeProvider time, ILogger<CertificateWatch> log) : BackgroundService
{
    private const int WarnDays = 14;

    private static readonly TimeSpan Period = TimeSpan.FromHours(12);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            do
            {
                Look();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private void Look()
    {
        try
        {
            var left = certificates.Current().Until - time.GetUtcNow();
            if (left.TotalDays < WarnDays)
            {
                LogEnding(log, certificates.MemberFile, Math.Max(0, (int)left.TotalDays));
            }
        }
        catch (ClusterFaultException e)
        {
            LogFault(log, e.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "the certificate in {File} ends in {Days} days, and all connections with it; renew it where the authority's key is, with: granary-silo certificates renew")]
    private static partial void LogEnding(ILogger log, string file, int days);

    [LoggerMessage(2, LogLevel.Warning, "{Fault}")]
    private static partial void LogFault(ILogger log, string fault);
}

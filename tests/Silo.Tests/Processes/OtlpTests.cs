using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Granary.Silo.Tests.Processes;

/// <summary>A silo that sends its metrics and traces to a collector, as OpenTelemetry's variables say.</summary>
public sealed class OtlpTests : IDisposable
{
    private static readonly string Digits = Path.Combine(AppContext.BaseDirectory, "examples", "digits.json");

    private readonly TemporaryFolder _data = new();
    private readonly HttpListener _collector = new();
    private readonly ConcurrentDictionary<string, string> _received = new();
    private readonly int _port = Ports.Free();

    public OtlpTests()
    {
        _collector.Prefixes.Add($"http://127.0.0.1:{_port}/");
        _collector.Start();
        _ = ReceiveAsync();
    }

    public void Dispose()
    {
        _collector.Close();
        _data.Dispose();
    }

    [Fact]
    public async Task Endpoint_InTheEnvironment_GetsMetricsAndTraces()
    {
        await using var silo = Program.Start("granary-silo", new Dictionary<string, string>
        {
            ["GRANARY_DATA_DIR"] = _data.Path,
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{_port}",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        });
        await silo.ReadLine();

        var (exitCode, _, error) = await Program.Run("granary", "submit", Digits, "--follow", "--data-dir", _data.Path);

        Assert.True(exitCode == 0, error);
        await Arrives("/v1/metrics", "granary.steps");
        await Arrives("/v1/metrics", "granary.step.duration");
        await Arrives("/v1/metrics", "granary-silo");
        await Arrives("/v1/traces", "span");
        await Arrives("/v1/traces", "checkpoint");
        await Arrives("/v1/traces", "digits-1");
        Assert.DoesNotContain("digits-1", _received["/v1/metrics"], StringComparison.Ordinal);
    }

    // Names and values of texts are in a message of protobuf as they are.
    private Task Arrives(string path, string text) => Eventually.Becomes(
        () => _received.GetValueOrDefault(path, ""), $"'{text}' at {path}", found => found.Contains(text, StringComparison.Ordinal));

    private async Task ReceiveAsync()
    {
        while (_collector.IsListening)
        {
            try
            {
                var context = await _collector.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream, Encoding.Latin1);
                var body = await reader.ReadToEndAsync();
                _received.AddOrUpdate(context.Request.Url!.AbsolutePath, body, (_, before) => before + body);
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}

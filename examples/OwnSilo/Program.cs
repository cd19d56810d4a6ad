using Granary.Client;
using Granary.Grains.Hosting;
using Granary.Requests.JobFiles;

// A silo of your own, with your clustering and storage, beside your grains.
var builder = Host.CreateApplicationBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Error);
builder.UseOrleans(silo => silo
    .UseLocalhostClustering(builder.Configuration.GetValue("port", 11111), builder.Configuration.GetValue("gateway", 30000))
    .AddMemoryGrainStorageAsDefault()
    .AddGranary(new GranaryOptions(builder.Configuration["data"] ?? "granary")));
builder.Services.AddSingleton<GranaryClient>();
using var host = builder.Build();
await host.StartAsync();

// The job of circle.json, with rows that are made here.
var granary = host.Services.GetRequiredService<GranaryClient>();
var points = Enumerable.Range(0, 1000).Select(_ => (X: Random.Shared.NextDouble(), Y: Random.Shared.NextDouble()));
var rows = points.Select(p => new { x = p.X, y = p.Y, inside = p.X * p.X + p.Y * p.Y < 0.6 ? "yes" : "no" });
var file = JobFile.Read(Path.Combine(AppContext.BaseDirectory, "circle.json"));
var job = await granary.SubmitAsync(file, [JobData.FromRows("points", rows.ToAsyncEnumerable())]);
var end = await job.WaitAsync();

using var model = await job.LoadModelAsync();
var row = model.NewRow();
row.Set("x", 0.1);
row.Set("y", 0.2);
Console.WriteLine($"{end.TestAccuracy:P0} of the test points are right. Is (0.1, 0.2) inside? {model.Predict(row).Class}");
await host.StopAsync();

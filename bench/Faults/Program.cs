using System.Text.Json;
using Granary.Benchmarks.Common;
using Granary.Benchmarks.Faults;
using Granary.Benchmarks.Faults.Measuring;
using Granary.Benchmarks.Faults.Reporting;

try
{
    var options = Options.Parse(args);
    return options.Only switch
    {
        _ => await Random(options),
    };
}
catch (Exception e) when (e is ArgumentException or IOException or InvalidOperationException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static async Task<int> Random(Options options)
{
    await using var run = new LongRun(options);
    await run.Run(() =>
    {
        var job = run.Jobs[^1];
        Console.WriteLine($"job {job.Number} {(job.Failure is null ? "right" : "WRONG")}: {job.Losses} losses, {job.Recoveries} recoveries");
        if (job.Failure is not null)
        {
            Console.Error.WriteLine($"--seed {options.Seed}, job {job.Number}: {job.Failure}");
        }

        if (options.Out is { } folder)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "faults.md"), FaultReport.Markdown(options, run.Faults, run.Jobs));
            var model = new { machine = Machine.Describe(), options.Seed, run.Jobs, run.Faults };
            File.WriteAllText(
                Path.Combine(folder, "faults.json"),
                JsonSerializer.Serialize(model, new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }) + "\n");
        }
    });
    Console.Write(FaultReport.Summary(run.Faults, run.Jobs));
    return run.Jobs.All(j => j.Failure is null) ? 0 : 1;
}

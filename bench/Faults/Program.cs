using System.Text.Json;
using Granary.Benchmarks.Common;
using Granary.Benchmarks.Faults;
using Granary.Benchmarks.Faults.Measuring;
using Granary.Benchmarks.Faults.Reporting;

try
{
    var options = Options.Parse(args);
    switch (options.Only)
    {
        case "memory":
            Write(options, "faults-memory.md", OtherReports.Memory(await MemoryRun.Run()));
            return 0;
        case "cost":
            Write(options, "faults-cost.md", OtherReports.Cost(await CostRun.Run(options.Rounds, options.Seconds), options.Seconds));
            return 0;
        case "torchrun":
            var torchrun = await new TorchrunKills(options.Python).Run(options.Rounds);
            Write(options, "faults-torchrun.md", OtherReports.Torchrun(await GranaryKills.Run(options.Rounds), torchrun));
            return 0;
        case "load":
            return await RunLoad(options) ? 0 : 1;
        default:
            return await RunRandom(options);
    }
}
catch (Exception e) when (e is ArgumentException or IOException or InvalidOperationException or System.ComponentModel.Win32Exception)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static async Task<int> RunRandom(Options options)
{
    await using var run = new LongRun(options);
    await run.Run(() => Tell(options, run));
    Console.Write(FaultReport.Summary(run.Faults, run.Jobs));
    return run.Jobs.All(j => j.Failure is null) && run.Faults.Count == options.Faults ? 0 : 1;
}

static async Task<bool> RunLoad(Options options)
{
    var pieces = new List<LoadResult>();
    while (pieces.Count < options.Rounds)
    {
        pieces.Add(await LoadRun.Run(options.Seconds));
        Write(options, "faults-load.md", OtherReports.Load(pieces));
    }

    return pieces.All(p => p.Lost + p.Recoveries == 0);
}

static void Tell(Options options, LongRun run)
{
    var job = run.Jobs[^1];
    Console.WriteLine($"job {job.Number} {(job.Failure is null ? "right" : "WRONG")}: {job.Losses} losses, {job.Recoveries} recoveries");
    if (job.Failure is not null)
    {
        Console.Error.WriteLine($"--faults {options.Faults} --jobs {options.Jobs} --seed {options.Seed}, job {job.Number}: {job.Failure}");
    }

    // After each job, so that a run that is ended early leaves what it has.
    if (options.Out is { } folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "faults.md"), FaultReport.Markdown(options, run.Faults, run.Jobs));
        var json = new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true };
        var model = new { machine = Machine.Describe(), options.Seed, run.Jobs, run.Faults };
        File.WriteAllText(Path.Combine(folder, "faults.json"), JsonSerializer.Serialize(model, json) + "\n");
    }
}

static void Write(Options options, string name, string text)
{
    Console.Write(text);
    if (options.Out is { } folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, name), text);
    }
}

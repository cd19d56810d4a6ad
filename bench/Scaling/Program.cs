using Granary.Benchmarks.Scaling;
using Granary.Benchmarks.Scaling.Hashes;
using Granary.Benchmarks.Scaling.Projection;
using Granary.Benchmarks.Scaling.Reporting;
using Granary.Benchmarks.Scaling.Speed;
using Granary.Benchmarks.Scaling.Traffic;

try
{
    var options = Options.Parse(args);
    foreach (var part in options.Parts)
    {
        Console.Error.WriteLine($"{part}:");
        var results = ResultFile.Read(options.Out);
        Console.WriteLine(await Measure(part, options, results));
        ResultFile.Write(options.Out, results);
    }

    return 0;
}
catch (Exception e) when (e is ArgumentException or IOException or InvalidOperationException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static async Task<string> Measure(Part part, Options options, Results results)
{
    switch (part)
    {
        case Part.Hashes:
            var hashes = await HashesPart.Run(options, options.Networks);
            results.Hashes = ResultFile.Measured(hashes, "Silos pinned to the cores in turn.");
            return Report.Markdown(Report.AppendHashes, hashes);
        case Part.Speed:
            var speed = await ForEach(options.Networks, async n => new[] { await SpeedPart.Run(options, n) });
            results.Speed = ResultFile.Measured(
                speed,
                FormattableString.Invariant($"{options.Rounds} rounds; in each, everybody in turn for {options.Seconds} s after a warm-up; medians."));
            return Report.Markdown(Report.AppendSpeed, speed);
        case Part.Width:
            var widths = await ForEach(options.Networks, async n => new[] { await WidthPart.Run(options, n) });
            results.Widths = ResultFile.Measured(
                widths,
                FormattableString.Invariant($"{options.Rounds} rounds; in each, every number in turn for {options.Seconds} s; medians. The search is over when it is measured."));
            return Report.Markdown(Report.AppendWidths, widths);
        case Part.Prices:
            var prices = await ForEach(options.Networks.Where(n => !n.IsTiny), async n => (await PricesPart.Run(options, n)).ToArray());
            results.Prices = ResultFile.Measured(
                prices,
                FormattableString.Invariant($"{options.Rounds} rounds; in each, every feature in turn with the same network without it, {options.Seconds} s each; medians."));
            return Report.Markdown(Report.AppendPrices, prices);
        case Part.Queue:
            var queue = await QueuePart.Run(options);
            results.Queue = ResultFile.Measured(queue, "64-15-10, batch 16; alone: the median of five.");
            return Report.Markdown(Report.AppendQueue, queue);
        case Part.Bytes:
            var bytes = await ForEach(options.Networks.Where(n => !n.IsTiny), n => BytesPart.Run(options, n));
            results.Bytes = ResultFile.Measured(bytes, "A silo's bytes are those of a longer job less those of a shorter one.");
            return Report.Markdown(Report.AppendBytes, bytes);
        case Part.Check:
            var check = await CheckPart.Run(options, results.Bytes?.Results ?? []);
            results.Check = ResultFile.Measured(check, "Nothing else may use the loopback device meanwhile.");
            return Report.Markdown(Report.AppendCheck, check);
        case Part.Page:
            return Page.Update(results);
        default:
            throw new ArgumentOutOfRangeException(nameof(part), part, "There is no such part.");
    }
}

static async Task<IReadOnlyList<TResult>> ForEach<T, TResult>(IEnumerable<T> items, Func<T, Task<TResult[]>> measure)
{
    var results = new List<TResult>();
    foreach (var item in items)
    {
        results.AddRange(await measure(item));
    }

    return results;
}

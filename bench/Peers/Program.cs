using Granary.Benchmarks.Common;
using Granary.Benchmarks.Peers;
using Granary.Benchmarks.Peers.Comparing;
using Granary.Benchmarks.Peers.Reporting;
using Granary.Benchmarks.Peers.Serving;
using Granary.Benchmarks.Peers.Splitting;
using Granary.Benchmarks.Peers.Starting;

if (args is [Server.Verb, var kind, var folder])
{
    await Server.Run(kind, folder);
    return 0;
}

try
{
    var options = Options.Parse(args);
    switch (options.Mode)
    {
        case Mode.Split:
            await StepSplit.Run(options);
            break;
        case Mode.Startup:
            Startup.Run();
            break;
        default:
            var results = new Comparison(options).Run();
            Report.Write(options, Machine.Describe(), results);
            break;
    }

    return 0;
}
catch (Exception e) when (e is ArgumentException or IOException or InvalidOperationException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

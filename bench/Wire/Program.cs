using System.Globalization;
using Granary.Benchmarks.Wire;
using Granary.Benchmarks.Wire.Nodes;

if (args is [Node.Verb, var kind, var process, var port])
{
    await Node.Run(Enum.Parse<SubjectKind>(kind), Number(process), Number(port));
    return 0;
}

try
{
    var options = Options.Parse(args);
    var results = new Comparison(options).Run();
    if (options.Out is { } folder)
    {
        Report.Write(folder, options, results);
    }

    return 0;
}
catch (Exception e) when (e is ArgumentException or IOException or InvalidOperationException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

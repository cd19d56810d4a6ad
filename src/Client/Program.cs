using System.Text;
using Granary.Client.Commands;
using Granary.Client.Connections;
using Granary.Client.Terminal;
using Granary.Clustering.Addresses;
using Spectre.Console;

if (OperatingSystem.IsWindows())
{
    Console.OutputEncoding = Encoding.UTF8;
}

using var interruptions = new Interruptions();
var isPlain = Console.IsOutputRedirected
    || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
    || Environment.GetEnvironmentVariable("TERM") == "dumb";
return await GranaryConsole.RunAsync(args, new ConsoleContext
{
    Output = Console.Out,
    Error = Console.Error,
    Width = Console.IsOutputRedirected ? int.MaxValue : Math.Max(Console.WindowWidth, 40),
    Screen = isPlain ? null : AnsiConsole.Console,
    Ask = Console.IsInputRedirected || Console.IsErrorRedirected
        ? null
        : question =>
        {
            Console.Error.Write(question);
            return Console.ReadLine();
        },
    Connector = new OrleansConnector(TimeSpan.FromSeconds(8)),
    DefaultCluster = Environment.GetEnvironmentVariable(ClusterChoice.AddressVariable),
    Interrupted = interruptions.First,
});

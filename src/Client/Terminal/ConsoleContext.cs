using Granary.Client.Connections;
using Granary.Client.Following;
using Granary.Client.Rendering;
using Granary.Client.Text;
using Spectre.Console;

namespace Granary.Client.Terminal;

/// <summary>Everything the commands have to do with the world outside.</summary>
internal sealed record ConsoleContext
{
    /// <summary>Where results go.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Where messages and errors go.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Columns of <see cref="Output"/>; as many as one likes when it is no terminal.</summary>
    public required int Width { get; init; }

    /// <summary>A terminal on which the screen may change in place; null when <see cref="Output"/> is none.</summary>
    public IAnsiConsole? Screen { get; init; }

    /// <summary>Asks the user a question and returns the answer, null at the end of the input; null where there is nobody to ask.</summary>
    public Func<string, string?>? Ask { get; init; }

    /// <summary>Makes connections to clusters.</summary>
    public required IClusterConnector Connector { get; init; }

    /// <summary>The address of the cluster that the environment names; null when it names none.</summary>
    public string? DefaultCluster { get; init; }

    /// <summary>Cancelled when the user interrupts the program for the first time.</summary>
    public CancellationToken Interrupted { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Time between two questions about a job that is followed.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How jobs are followed.</summary>
    public FollowOptions FollowOptions => new(Time, PollInterval, Tell);

    /// <summary>The way to show a job that is followed.</summary>
    public IRunRenderer ChooseRenderer(bool json)
    {
        if (json)
        {
            return new JsonRenderer(Output);
        }

        return Screen is null ? new PlainRenderer(Output, Width) : new LiveRenderer(Screen);
    }

    /// <summary>Writes a result: in colours on a terminal, as plain lines elsewhere.</summary>
    /// <param name="layOut">Lays the result out for a width.</param>
    public void Write(Func<int, IReadOnlyList<Line>> layOut)
    {
        if (Screen is not null)
        {
            Screen.Write(new LinesRenderable((width, _) => layOut(width)));
            return;
        }

        foreach (var line in layOut(Width))
        {
            Output.WriteLine(line);
        }
    }

    /// <summary>
    /// Tells something beside a job that is followed. Not on a screen that changes in place, which this would tear: it shows such things itself.
    /// </summary>
    public void Tell(string message)
    {
        if (Screen is null)
        {
            Error.WriteLine(message);
        }
    }

    /// <summary>Says what to do next, as commands that can be pasted.</summary>
    public void WriteNext(params IEnumerable<string> commands)
    {
        foreach (var command in commands)
        {
            Error.WriteLine($"next: {command}");
        }
    }
}

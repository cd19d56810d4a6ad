using Granary.Client.Rendering;
using Granary.Grains.Interfaces.Jobs;
using Spectre.Console;

namespace Granary.Client.Tests.Rendering;

public sealed class LiveRendererTests
{
    private const int Height = 24;

    private readonly StringWriter _output = new();

    [Fact]
    public async Task ShowAsync_RunningJob_ShowsBannerAndProgress()
    {
        string[] before = [];
        async IAsyncEnumerable<RunFrame> Frames()
        {
            yield return new RunFrame(Statuses.Preparing, "hint");
            yield return new RunFrame(Statuses.Running(90), "hint");
            yield return new RunFrame(Statuses.Running(945), "hint");
            before = new TerminalScreen(_output.ToString(), 80).Lines;
            yield return new RunFrame(await Task.FromResult(Statuses.Completed), "hint");
        }

        await new LiveRenderer(Console(80)).ShowAsync(Frames());

        Assert.Equal(Banner.Lines(Statuses.Completed, 80).Select(l => l.ToString()).Append(""), before[..10]);
        Assert.Equal("digits-1  running  hint", before[10]);
        Assert.EndsWith("  10/30", before[11], StringComparison.Ordinal);
        Assert.Equal(22, before.Length);
        var after = new TerminalScreen(_output.ToString(), 80);
        Assert.Equal(before[..10].Concat(Summary.Lines(Statuses.Completed, 80).Select(l => l.ToString())), after.Lines);
        Assert.True(after.HasCursor);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(120)]
    public async Task ShowAsync_AnyStatus_WritesNoLineWiderThanTheTerminal(int width)
    {
        async IAsyncEnumerable<RunFrame> Frames()
        {
            foreach (var status in RunLayoutTests.OddStatuses())
            {
                yield return await Task.FromResult(new RunFrame(status, "hint"));
            }
        }

        var last = await new LiveRenderer(Console(width)).ShowAsync(Frames());

        Assert.Equal(JobState.Failed, last!.State);
        Assert.Contains("failed:", string.Join(' ', new TerminalScreen(_output.ToString(), width).Lines), StringComparison.Ordinal);
    }

    private IAnsiConsole Console(int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(_output),
        });
        console.Profile.Width = width;
        console.Profile.Height = Height;
        return console;
    }
}

using System.CommandLine;
using Granary.Models;
using Granary.Requests.Faults;

namespace Granary.Client.ModelFiles;

/// <summary>The options that say where a model is written to.</summary>
internal sealed class ModelOptions
{
    private readonly Option<string?> _out;
    private readonly Option<string?> _format = new("--format") { Description = "The format of the model file; by default, the ending of its name." };
    private readonly Option<bool> _force = new("--force") { Description = "Overwrite a model file that exists." };

    /// <summary>Makes the options.</summary>
    /// <param name="isRequired">Whether a file has to be named.</param>
    public ModelOptions(bool isRequired)
    {
        _out = new Option<string?>("--out")
        {
            Description = $"The file to write the model to: {string.Join(", ", ModelFormats.Names.Select(n => "." + n))}.",
            HelpName = "FILE",
            Required = isRequired,
        };
        _format.AcceptOnlyFromAmong([.. ModelFormats.Names]);
    }

    /// <summary>Gives a command the options.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_out);
        command.Options.Add(_format);
        command.Options.Add(_force);
    }

    /// <summary>What was said with them; null when no file was named.</summary>
    /// <exception cref="RequestException">The model could not be written there.</exception>
    public ModelTarget? Read(ParseResult result)
    {
        var (format, force) = (result.GetValue(_format), result.GetValue(_force));
        if (result.GetValue(_out) is { } path)
        {
            return ModelTarget.Of(path, format, force);
        }

        return format is null && !force ? null : throw new RequestException("--format and --force are for the file of --out: add --out FILE");
    }
}

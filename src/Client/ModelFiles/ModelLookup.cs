using System.Text.RegularExpressions;
using Granary.Client.CommandLines;
using Granary.Client.Terminal;
using Granary.Clustering.Addresses;
using Granary.Data.Sources;
using Granary.Models;
using Granary.Requests.Faults;

namespace Granary.Client.ModelFiles;

/// <summary>Finds the model that a user names: a file, or a job of a cluster.</summary>
internal static partial class ModelLookup
{
    /// <summary>Loads a model.</summary>
    /// <param name="context">The world outside.</param>
    /// <param name="name">A file, or the id of a job.</param>
    /// <param name="choice">The cluster of the job.</param>
    /// <exception cref="RequestException">There is no such model, or it cannot be used.</exception>
    public static async Task<Model> LoadAsync(ConsoleContext context, string name, ClusterChoice choice)
    {
        if (IsFile(name))
        {
            try
            {
                return Model.Load(name);
            }
            catch (ModelException e)
            {
                throw new RequestException(e.Message);
            }
        }

        await using var granary = await ConnectAsync(context, name, choice);
        return await ModelDownload.LoadAsync(context, await granary.GetJobAsync(name, context.Interrupted), step: null);
    }

    /// <summary>The source of rows for a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The file of a table, or of pictures.</param>
    /// <param name="labels">The file of the pictures' labels; null where there is none.</param>
    public static DataSource SourceFor(Model model, string data, string? labels) => (model.Description.Encodings.Layout.IsTable, labels) switch
    {
        (true, null) => new TableSource(Path.GetFullPath(data)),
        (true, _) => throw new RequestException("--labels is for models of pictures: the labels of a table are among its columns"),
        (false, _) => new ArraySource(Path.GetFullPath(data), labels is null ? "" : Path.GetFullPath(labels)),
    };

    private static async Task<GranaryClient> ConnectAsync(ConsoleContext context, string name, ClusterChoice choice)
    {
        try
        {
            return await context.ConnectAsync(choice);
        }
        catch (NoClusterException e)
        {
            throw new NoClusterException($"there is no file {name}, so it is taken for a job; but {e.Message}");
        }
    }

    private static bool IsFile(string name) =>
        Path.Exists(name) || name.Contains(Path.DirectorySeparatorChar) || !JobId().IsMatch(name);

    // The cluster makes them of a name and a number.
    [GeneratedRegex("-[0-9]+$")]
    private static partial Regex JobId();
}

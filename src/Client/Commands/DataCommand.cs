using System.CommandLine;
using Granary.Client.CommandLines;
using Granary.Client.Rendering;
using Granary.Client.Terminal;
using Granary.Client.Text;
using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Uploads;
using Granary.Requests.Faults;
using Granary.Requests.Lookups;
using Granary.Requests.Statuses;

namespace Granary.Client.Commands;

/// <summary><c>granary data</c>: lists the data sets that were uploaded to a cluster, shows one, and removes them.</summary>
internal static class DataCommand
{
    public static Command Create(ConsoleContext context)
    {
        var (cluster, json) = (CommonOptions.Cluster(), CommonOptions.Json());
        var command = new CommandWithExamples(
            "data",
            "List the data sets that were uploaded to a cluster, show one, or remove one.",
            "granary data",
            "granary data show people.csv")
        {
            json,
            CreateShow(context),
            CreateRemove(context),
        };
        cluster.AddTo(command);
        command.SetAction((r, _) => CommandGuard.RunAsync(
            context, r.GetValue(json), () => ListAsync(context, cluster.Read(r), r.GetValue(json))));
        return command;
    }

    private static Command CreateShow(ConsoleContext context)
    {
        var (name, cluster, json) = (Name(), CommonOptions.Cluster(), CommonOptions.Json());
        var command = new CommandWithExamples(
            "show", "Show the columns and first rows of a data set.", "granary data show people.csv")
        {
            name, json,
        };
        cluster.AddTo(command);
        command.SetAction((r, _) => CommandGuard.RunAsync(
            context, r.GetValue(json), () => ShowAsync(context, r.GetValue(name)!, cluster.Read(r), r.GetValue(json))));
        return command;
    }

    private static Command CreateRemove(ConsoleContext context)
    {
        var (name, cluster, json) = (Name(), CommonOptions.Cluster(), CommonOptions.Json());
        var force = new Option<bool>("--force") { Description = "Remove it even if a job needs it." };
        var command = new CommandWithExamples(
            "rm", "Remove a data set from the cluster.", "granary data rm people.csv")
        {
            name, force, json,
        };
        cluster.AddTo(command);
        command.SetAction((r, _) => CommandGuard.RunAsync(
            context, r.GetValue(json), () => RemoveAsync(context, r.GetValue(name)!, r.GetValue(force), cluster.Read(r), r.GetValue(json))));
        return command;
    }

    private static Argument<string> Name() => new("DATA") { Description = "The data set's name, or the beginning of its hash." };

    private static async Task<int> ListAsync(ConsoleContext context, ClusterChoice choice, bool json)
    {
        await using var granary = await context.ConnectAsync(choice);
        var kept = await KeptDataSet.ListAsync(granary.Cluster, context.Interrupted);
        if (json)
        {
            foreach (var set in kept)
            {
                context.Output.WriteLine(DataSetJson.Line(set));
            }
        }
        else if (kept.Count > 0)
        {
            context.Write(Table(kept).Lines);
            context.WriteNext(NextSteps.InCluster($"data show {kept[^1].ShortHash}", choice));
        }
        else
        {
            context.Error.WriteLine("There are no data sets. 'granary submit' uploads what the silos do not read by themselves.");
        }

        return ExitCodes.Done;
    }

    private static async Task<int> ShowAsync(ConsoleContext context, string name, ClusterChoice choice, bool json)
    {
        await using var granary = await context.ConnectAsync(choice);
        var set = await KeptDataSet.FindAsync(granary.Cluster, name, context.Interrupted);
        DataSetView view;
        try
        {
            view = await set.Silos[0].Describe(set.Facts.Sha256).WaitAsync(context.Interrupted);
        }
        catch (RefusedException e)
        {
            throw new RequestException($"{set.Facts.Name}: {e.Message}");
        }

        if (json)
        {
            context.Output.WriteLine(DataSetJson.Line(set, view));
            return ExitCodes.Done;
        }

        var columns = view.Columns.Length == 0 ? "" : $" of {view.Columns.Length} columns";
        context.Output.WriteLine($"{Printable.Clean(set.Facts.Name)} is {view.Format}{columns}: {Numbers.Bytes(set.Facts.Bytes)}, sha256:{set.Facts.Sha256}.");
        context.Output.WriteLine(set.Jobs.Count == 0 ? "No job names it." : $"Used by {string.Join(", ", set.Jobs.Select(j => j.JobId))}.");
        context.Write(width => DataSetText.Columns(view, width));
        return ExitCodes.Done;
    }

    private static async Task<int> RemoveAsync(ConsoleContext context, string name, bool force, ClusterChoice choice, bool json)
    {
        await using var granary = await context.ConnectAsync(choice);
        var set = await KeptDataSet.FindAsync(granary.Cluster, name, context.Interrupted);
        if (!force && set.Users.FirstOrDefault() is { } user)
        {
            throw new RequestException($"{set.Facts.Name} is needed by the job {user.JobId}, which is {user.State.Name()}")
            {
                Hint = "--force removes it all the same; the job fails when a silo has to read it anew",
            };
        }

        try
        {
            await Task.WhenAll(set.Silos.Select(s => s.Remove(set.Facts.Sha256))).WaitAsync(context.Interrupted);
        }
        catch (RefusedException e)
        {
            throw new RequestException(e.Message);
        }

        context.Output.WriteLine(json
            ? StatusJson.Write(j => j.WriteString("removed", set.Facts.Sha256))
            : $"Removed {Printable.Clean(set.Facts.Name)}, {Numbers.Bytes(set.Facts.Bytes)}.");
        return ExitCodes.Done;
    }

    private static TextTable Table(IEnumerable<KeptDataSet> kept)
    {
        var table = new TextTable("DATA SET", "NAME", "SIZE", "UPLOADED", "JOBS");
        foreach (var set in kept)
        {
            table.Add(
                set.ShortHash,
                set.Facts.Name,
                Numbers.Bytes(set.Facts.Bytes),
                set.Facts.UploadedAt is { } moment ? Numbers.Moment(moment) : Numbers.Unknown,
                string.Join(", ", set.Jobs.Select(j => j.JobId)));
        }

        return table;
    }
}

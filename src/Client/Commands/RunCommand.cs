using System.CommandLine;
using System.Net;
using Granary.Client.CommandLines;
using Granary.Client.Following;
using Granary.Client.ModelFiles;
using Granary.Client.Submissions;
using Granary.Client.Terminal;
using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces.Jobs;
using Granary.Models;
using Granary.Requests.Faults;
using Granary.Silo.Commands;
using Granary.Silo.Hosting;

namespace Granary.Client.Commands;

/// <summary><c>granary run</c>: a cluster inside this process, for development.</summary>
internal static class RunCommand
{
    public static Command Create(ConsoleContext context)
    {
        var model = new ModelOptions(isRequired: false);
        var http = HttpOption.Create("Serve the dashboard while it trains. If no address is given, 127.0.0.1:7400 or a free port is used.");
        return LocalJobCommand.Create(
            context,
            "run",
            "Train a job on a cluster inside this process.",
            [
                "granary run examples/digits.json --out digits.safetensors",
                "granary run examples/digits.json --silos 3 --set optimizer.learningRate=0.1 --set 'network.dimensions=[64,32,10]'",
                "granary run examples/digits.json --json | tail -1",
                "granary run examples/digits.json --http",
            ],
            command =>
            {
                model.AddTo(command);
                command.Options.Add(http);
            },
            (result, path, silos, settings, json) => ExecuteAsync(context, path, silos, result.GetValue(http), settings, model.Read(result), json));
    }

    private static async Task<int> ExecuteAsync(
        ConsoleContext context, string path, int silos, HttpAddress? http, string[]? settings, ModelTarget? model, bool json)
    {
        var file = Submission.Read(path, settings);
        if (http is { Endpoint.Address: var address } && !IPAddress.IsLoopback(address))
        {
            throw new RequestException($"--http {http.Endpoint}: found an address that other machines reach, expected one of loopback, for example 127.0.0.1:7400");
        }

        context.Error.WriteLine($"Starting {silos} {(silos == 1 ? "silo" : "silos")} in this process.");
        await using var granary = await context.StartAsync(silos, http);
        if (granary.Cluster.Link is { } link)
        {
            context.Error.WriteLine($"Dashboard: {link}");
        }

        var job = await Submission.SubmitAsync(context, granary, file);
        var follower = new JobFollower(context, granary.Cluster.Coordinator(job.Id), granary.Location, watchesOnly: false);
        var last = await context.ChooseRenderer(json).ShowAsync(follower.FollowAsync());
        if (last?.State == JobState.Completed && model is not null)
        {
            await ModelDownload.SaveAsync(context, job, step: null, model);
        }

        WriteNext(context, last, path, silos, settings ?? [], model);
        return ExitCodes.Of(last, context.Interrupted.IsCancellationRequested);
    }

    private static void WriteNext(ConsoleContext context, JobStatus? last, string path, int silos, string[] settings, ModelTarget? model)
    {
        var again = string.Join(' ', ["granary run", ShellWord.Of(path), .. settings.Select(s => $"--set {ShellWord.Of(s)}")]);
        context.WriteNext((last?.State, model) switch
        {
            (JobState.Completed, { Format: not ModelFormat.Npz }) => $"{NextSteps.Program} predict {ShellWord.Of(model.Path)} --data FILE",
            (JobState.Completed, _) => $"{again} --silos {silos + 1}  # the same weights",
            _ => $"{again} --silos {silos}",
        });
    }
}

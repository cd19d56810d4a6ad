using Granary.Grains.Admission;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Workers;
using Granary.Grains.Membership;
using Granary.Grains.Records;

namespace Granary.Grains.Generations;

/// <summary>Tells users, in a job's events and facts, what was assigned and what was lost.</summary>
/// <param name="journal">The job's record and progress.</param>
/// <param name="roster">The silos it may be assigned to.</param>
internal sealed class AssignmentNews(JobJournal journal, SiloRoster roster)
{
    /// <summary>Tells what was assigned.</summary>
    /// <param name="next">The generation that is ready.</param>
    /// <param name="previous">The one that it took over from, or null.</param>
    /// <param name="workers">Its workers.</param>
    /// <param name="survey">What was found when the members were asked.</param>
    /// <param name="known">The silos that there were before.</param>
    public void Tell(AssignedGrains next, AssignedGrains? previous, WorkerFacts[] workers, SiloSurvey survey, string[] known)
    {
        var progress = journal.Progress!;
        var silos = next.Silos.ToArray();
        progress.Facts = journal.Record.Facts! with
        {
            Silos = silos.Length,
            Width = progress.Facts?.Width,
            Workers = workers.Length,
            Kernels = [.. workers.Select(w => w.Kernel).Distinct()],
            MemoryPerSilo = MostMemory(next),
            ComputeThreads = workers.DistinctBy(w => w.Silo).Sum(w => w.ComputeThreads),
        };
        if (previous is not null)
        {
            TellWhoCame(survey, known, silos);
            TellWhoWent(survey, previous, silos);
        }

        foreach (var silo in survey.LeftOut)
        {
            journal.Tell(JobEventKind.Lost, $"{silo.Why}. The job goes on without it until that has changed.", GrainKeys.EndpointOf(silo.Address));
        }

        if (previous is null && progress.State == JobState.Recovering)
        {
            journal.Tell(JobEventKind.Recovered, $"Going on from step {progress.Steps} on {Explanations.Count(silos.Length, "silo")}.");
        }

        journal.Tell(
            JobEventKind.Assigned,
            $"Generation {next.Number}: {Explanations.Count(journal.Record.Spec!.Shards, "shard")} to {Explanations.Count(workers.Length, "worker")}, "
            + $"{Explanations.Count(next.Assignment.Slices.Length, "slice")} to {Explanations.Count(next.SliceSilos, "silo")}.");
    }

    /// <summary>Tells which silos of a generation are gone.</summary>
    /// <param name="generation">The generation; null when there was none yet.</param>
    /// <param name="e">How it was noticed.</param>
    public void TellLoss(AssignedGrains? generation, Exception e)
    {
        var gone = generation?.Silos.Except(roster.Members).ToArray() ?? [];
        foreach (var silo in gone)
        {
            journal.Tell(JobEventKind.Lost, "It is lost; its work was reassigned to the others, from the last checkpoint.", GrainKeys.EndpointOf(silo));
        }

        if (gone.Length == 0)
        {
            journal.Tell(JobEventKind.Lost, $"A silo does not answer; reassigning its work from the last checkpoint. {e.Message}");
        }
    }

    /// <summary>Tells who was still at work in an older generation when the new one was fenced off.</summary>
    public void TellRefused((string Silo, int Grains)[] refused)
    {
        foreach (var (silo, count) in refused)
        {
            journal.Tell(
                JobEventKind.Refused,
                $"It was still at work in an older generation: {Explanations.Count(count, "grain")} told to stop, whatever comes from there is refused.",
                GrainKeys.EndpointOf(silo));
        }
    }

    private void TellWhoCame(SiloSurvey survey, string[] known, string[] silos)
    {
        foreach (var silo in survey.Silos.Select(s => s.Address).Except(known))
        {
            var message = silos.Contains(silo) ? "It came and got its share." : "It came. The job goes on without it for now.";
            journal.Tell(JobEventKind.Joined, message, GrainKeys.EndpointOf(silo));
        }
    }

    private void TellWhoWent(SiloSurvey survey, AssignedGrains previous, string[] silos)
    {
        foreach (var silo in previous.Silos.Except(silos).Except(survey.Silos.Select(s => s.Address)).Except(survey.LeftOut.Select(l => l.Address)))
        {
            // Where it held slices, it has answered when they were copied.
            var hasHandedOver = roster.IsLeaving(silo) || previous.Assignment.Slices.Any(s => GrainKeys.SiloOf(s.Key) == silo);
            var (kind, message) = hasHandedOver
                ? (JobEventKind.Left, "It left, and handed over what it had.")
                : (JobEventKind.Lost, "It is lost; its work was reassigned to the others. It held no layers, so no step is repeated.");
            journal.Tell(kind, message, GrainKeys.EndpointOf(silo));
        }
    }

    private long MostMemory(AssignedGrains next)
    {
        var (facts, spec) = (journal.Record.Facts!, journal.Record.Spec!);
        var data = DataMemory.BytesOf(facts.TrainRows + facts.TestRows, spec.Network.Dimensions[0]);
        return JobMemory.Of(next.Assignment, spec, journal.Record.Cut, new DataMemory(data, null)).Values.Max();
    }
}

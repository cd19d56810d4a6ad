using Granary.Data;
using Granary.Data.Faults;
using Granary.Grains.Datasets;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Mapping;
using Granary.Grains.Membership;
using Granary.Grains.Uploads;
using Granary.Models;
using Granary.Numerics.Datasets;

namespace Granary.Grains.Admission;

/// <summary>Checks jobs before they are accepted: what they say, what it takes, and whether their data and the silos' memory fit.</summary>
internal sealed class JobAdmission(DatasetStore store, PretrainedStore pretrained, UploadSupply uploads, ILocalSiloDetails here)
{
    /// <summary>Checks a job. What takes longer is looked at only when nothing was wrong before.</summary>
    /// <param name="spec">The job.</param>
    /// <param name="roster">The silos that it may be assigned to.</param>
    /// <returns>All faults, or none and the job with all that follows from its data.</returns>
    public async Task<Admitted> Check(JobSpec spec, SiloRoster roster)
    {
        Fault[] faults = [.. JobSpecValidator.Validate(spec)];
        var isSized = spec.Network.Hidden is null;
        faults = faults.Length > 0 || !isSized ? faults : await CheckSize(spec, roster, default);
        if (faults.Length > 0)
        {
            return new Admitted(faults, spec, null);
        }

        try
        {
            var data = await store.Get(spec);
            spec = spec.For(data.Train);
            faults = [.. DataChecks.Check(spec, data.Train)];
            if (faults.Length == 0)
            {
                spec = spec.WithScheduleInSteps(data.Train.Rows);
                faults = [.. TrainingChecks.CheckSchedule(spec, data.Train.Rows)];
            }

            faults = faults.Length > 0 ? faults : await CheckSize(spec, roster, new DataMemory(BytesOf(data), here.SiloAddress.ToParsableString()));
            return faults.Length > 0 ? new Admitted(faults, spec, null)
                : spec.From is null ? new Admitted([], spec, data)
                : await CheckPretrained(spec, spec.From, data);
        }
        catch (DataException e)
        {
            return new Admitted(e.ToFaults(spec.Data), spec, null);
        }
    }

    private async Task<Admitted> CheckPretrained(JobSpec spec, FromSpec file, TrainingData data)
    {
        var local = await uploads.Localize(spec);
        try
        {
            var layers = await Task.Run(() => pretrained.Get(local.Spec.From!));
            Fault[] faults = [.. PretrainedChecks.Check(spec, data, layers)];
            return new Admitted(faults, spec with { From = file with { Sha256 = layers.Sha256 } }, faults.Length == 0 ? data : null)
            {
                Notes = [.. PretrainedChecks.Notes(spec, layers)],
            };
        }
        catch (ModelException e)
        {
            return new Admitted([new Fault(local.Rename(e.Message), "from")], spec, null);
        }
    }

    private async Task<Fault[]> CheckSize(JobSpec spec, SiloRoster roster, DataMemory data)
    {
        Fault[] faults = [.. SizeChecks.Check(spec)];
        return faults.Length > 0 ? faults : await CheckMemory(spec, roster, data);
    }

    private async Task<Fault[]> CheckMemory(JobSpec spec, SiloRoster roster, DataMemory data)
    {
        var choice = new SiloChoice("", spec, here.SiloAddress.ToParsableString());
        if (await FindLack() is null)
        {
            return [];
        }

        // What ended jobs have left may be in the way.
        await roster.CollectGarbage();
        return await FindLack() is { } lack ? [new Fault(lack, "network.dimensions")] : [];

        // What jobs use that train now, it gets when they have ended: it waits in the queue until then.
        async Task<string?> FindLack() => (await roster.Survey()).Silos switch
        {
            [] => null,
            var silos when silos.Any(s => s.Jobs.Length > 0) => choice.FindLack(SiloCapacity.WithoutJobs(silos), null, data),
            var silos => choice.FindLack(silos, null, data),
        };
    }

    private static long BytesOf(TrainingData data) => new[] { data.Train, data.Validation, data.Test }.OfType<Dataset>().Sum(BytesOf);

    private static long BytesOf(Dataset set) => DataMemory.BytesOf(set.Rows, set.FeatureCount);
}

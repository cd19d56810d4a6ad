using Granary.Data;
using Granary.Data.Faults;
using Granary.Grains.Data;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Mapping;

namespace Granary.Grains.Coordination;

/// <summary>Checks jobs before they are accepted: what they say, what it takes, and whether their data fits.</summary>
internal sealed class Admission(DatasetStore store)
{
    /// <summary>Checks a job. Its data is looked at only when nothing else is wrong.</summary>
    /// <returns>All faults, or none and the data.</returns>
    public async Task<(Fault[] Faults, TrainingData? Data)> Check(JobSpec spec)
    {
        Fault[] faults = [.. JobSpecValidator.Validate(spec)];
        faults = faults.Length > 0 ? faults : [.. SizeChecks.Check(spec)];
        if (faults.Length > 0)
        {
            return (faults, null);
        }

        try
        {
            var data = await store.Get(spec);
            faults = [.. DataChecks.Check(spec, data.Train)];
            return (faults, faults.Length == 0 ? data : null);
        }
        catch (DataException e)
        {
            return (e.ToFaults(spec.Data), null);
        }
    }
}

using Granary.Data.Faults;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Mapping;

/// <summary>Turns faults of data into faults of the job that names it.</summary>
internal static class FaultMapping
{
    public static Fault[] ToFaults(this DataException exception, DataSpec data)
    {
        var faults = exception.Faults
            .Select(f => new Fault(f.Message, KeyOf(f.File, data), f.File, f.Line, f.Column))
            .ToList();
        if (exception.More > 0)
        {
            faults.Add(new Fault($"and {exception.More} more faults in the data."));
        }

        return [.. faults];
    }

    private static string KeyOf(string file, DataSpec data) => DataFiles.Of(data).FirstOrDefault(f => f.Path == file).Key ?? "data";
}

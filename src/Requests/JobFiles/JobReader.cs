using Granary.Formulas.Losses;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Requests.JobFiles;

/// <summary>Reads the object of a whole job file. What has a fault gets a stand-in that no later check complains about.</summary>
internal sealed class JobReader(DataReader dataReader, PathReader paths)
{
    public JobSpec Read(ObjectReader job)
    {
        // For editors only, but a string all the same.
        job.Text("$schema", "");
        job.Require("name", "data", "network", "loss", "optimizer", "batchSize");
        return new JobSpec
        {
            Name = job.Text("name", "unknown"),
            Data = job.Object("data") is { } data ? dataReader.Read(data) : DataReader.StandIn,
            Network = job.Object("network") is { } network ? NetworkReader.Read(network) : NetworkReader.StandIn,
            Loss = job.Name("loss", Loss.Mse),
            Optimizer = job.Object("optimizer") is { } optimizer ? OptimizerReader.Read(optimizer) : OptimizerReader.StandIn,
            LabelSmoothing = job.Single("labelSmoothing", 0),
            ClassWeights = TrainingReader.ReadClassWeights(job),
            Schedule = TrainingReader.ReadSchedule(job),
            EarlyStopping = job.Object("earlyStopping") is { } stopping ? TrainingReader.ReadStopping(stopping) : null,
            BatchSize = job.Int32("batchSize", 1),
            Epochs = job.Has("epochs") ? job.Int32("epochs", 1) : null,
            Steps = job.Has("steps") ? job.Int64("steps", 1) : null,
            Seed = job.Int64("seed", 1),
            Shards = job.Int32("shards", 8),
            WorkersPerSilo = job.Int32("workersPerSilo", 1),
            Silos = job.Has("silos") ? job.Int32("silos", 1) : null,
            Priority = job.Name("priority", JobPriority.Normal),
            Wire = job.Name("wire", WireName.Float32),
            From = job.Find("from") is { } from ? new FromSpec { Path = paths.Read(from, "from", "the path of a model file") } : null,
            Checkpoint = job.Object("checkpoint") is { } checkpoint ? CheckpointReader.Read(checkpoint) : new CheckpointSpec(),
        };
    }
}

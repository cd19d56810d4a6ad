using Granary.Formulas.Optimizers;

namespace Granary.Requests.JobFiles;

/// <summary>Every key of a job file. The JSON schema beside the examples names the same ones.</summary>
internal static class JobKeys
{
    private static readonly string[] Source = ["images", "labels"];
    private static readonly string[] HeldOut = ["fraction", "by", "column"];

    /// <summary>The keys of each object, by the object's own key; the file's own object has the empty key, and a star stands for any name.</summary>
    public static IReadOnlyDictionary<string, string[]> ByObject { get; } = new Dictionary<string, string[]>
    {
        [""] =
        [
            "$schema", "name", "data", "network", "loss", "labelSmoothing", "classWeights", "optimizer", "schedule", "earlyStopping",
            "batchSize", "epochs", "steps", "seed", "shards", "workersPerSilo", "silos", "priority", "wire", "from", "checkpoint",
        ],
        ["data"] = ["train", "label", "features", "weight", "scale", "validation", "test", "columns", "separator", "decimal", "thousands", "header", "encoding"],
        ["data.train"] = Source,
        ["data.validation"] = [.. Source, .. HeldOut],
        ["data.test"] = [.. Source, .. HeldOut],
        ["data.columns.*"] = ["type", "missing", "scale", "maxCategories", "format"],
        ["network"] = ["dimensions", "hidden", "activations", "initializer", "normalization", "dropout"],
        ["optimizer"] = ["name", "learningRate", .. OptimizerCatalog.AllSettings.Select(s => s.Name)],
        ["schedule"] =
        [
            "name", "warmupSteps", "warmupEpochs", "gamma", "everySteps", "everyEpochs", "steps", "epochs", "minLearningRate", "pctStart",
            "divFactor", "finalDivFactor", "metric", "patience", "threshold", "cooldown",
        ],
        ["earlyStopping"] = ["metric", "patience", "minDelta", "restoreBest"],
        ["checkpoint"] = ["everySteps", "everySeconds", "keep"],
    };
}

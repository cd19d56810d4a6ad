using Granary.Formulas.Activations;
using Granary.Formulas.Initializers;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Formulas.Schedules;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Tests.Examples;

/// <summary>What a job file may say is documented.</summary>
public sealed class DocumentTests
{
    [Fact]
    public void Documents_EveryNameOfAJobFile_IsThere()
    {
        var documents = Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Append(Path.Combine(Repository.Root, "README.md"));
        var text = string.Concat(documents.Select(File.ReadAllText));
        var missing = JobFileNames.All<Activation>()
            .Concat(JobFileNames.All<Loss>())
            .Concat(JobFileNames.All<OptimizerKind>())
            .Concat(JobFileNames.All<Initializer>())
            .Concat(JobFileNames.All<ScheduleKind>())
            .Concat(JobFileNames.All<MetricName>())
            .Concat(OptimizerCatalog.AllSettings.Select(s => s.Name))
            .Where(n => !text.Contains($"`{n}`", StringComparison.Ordinal))
            .ToArray();

        Assert.True(
            missing.Length == 0,
            $"README.md and docs/*.md say nothing of {string.Join(", ", missing)}: add each in backticks where the others are.");
    }
}

using System.Text;
using Granary.Data;
using Granary.Data.Sources;
using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Models.Descriptions;
using Granary.Numerics.Kernels.Dispatch;
using Granary.Numerics.Networks;
using Granary.Numerics.Threads;
using Granary.Numerics.Training;

namespace Granary.Models.Tests;

/// <summary>A small network trained for a few epochs, as a model.</summary>
/// <param name="Model">The model.</param>
/// <param name="Data">What it was trained on.</param>
public sealed record Trained(Model Model, TrainingData Data)
{
    /// <summary>Trains on a table.</summary>
    /// <param name="folder">Where it is written.</param>
    /// <param name="csv">The table.</param>
    /// <param name="labels">Its labels.</param>
    public static Trained On(TemporaryFolder folder, string csv, params string[] labels)
    {
        var request = new DataRequest(new TableSource(folder.Write("train.csv", csv))) { Labels = labels };
        return On(request, Activation.Relu, OutputOf(TrainingData.Load(request)));
    }

    /// <summary>Trains on what was asked for.</summary>
    public static Trained On(DataRequest request, Activation hidden, Activation output, bool isNormalized = false)
    {
        var data = TrainingData.Load(request);
        var outputs = data.Train.Outputs == 2 && output == Activation.Sigmoid && data.Train.ClassNames.Count == 2 ? 1 : data.Train.Outputs;
        var shape = new NetworkShape([data.Train.FeatureCount, 5, outputs], [hidden, output], [isNormalized]);
        var loss = output is Activation.Softmax or Activation.Sigmoid ? Loss.CrossEntropy : Loss.Mse;
        using var team = new ComputeTeam(1);
        var settings = new TrainingSettings(shape, loss, new OptimizerSettings(OptimizerKind.Adam, 0.02f), Math.Min(8, data.Train.Rows)) { Epochs = 20 };
        var trainer = new SequentialTrainer(settings, data.Train, MatrixKernels.Create(), team);
        trainer.Train();
        var provenance = new Provenance
        {
            Job = "test-1",
            Granary = "0.1.0",
            DataHash = data.Hash,
            Steps = trainer.Steps,
            WeightsHash = trainer.WeightsHash,
            Metrics = new Dictionary<string, double> { ["trainLoss"] = trainer.LastLoss },
        };
        return new Trained(new Model(new ModelContent(new ModelDescription(shape, data.Encodings, provenance), trainer.Weights)), data);
    }

    /// <summary>A table of people: numbers with gaps, texts with gaps and rare ones, yes and no, dates.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="label">Gives each row its labels, one or several fields.</param>
    /// <param name="header">The labels' names, as the header has them.</param>
    public static string People(int rows, string header, Func<int, string> label)
    {
        string[] cities = ["Bern", "Rome", "Oslo", "", "Paris", "Bern", "Rome"];
        var csv = new StringBuilder($"age,city,member,joined,year,{header}\n");
        for (var r = 0; r < rows; r++)
        {
            var age = r % 5 == 3 ? "" : $"{20 + (r * 7 % 41)}.{r % 10}";
            var joined = r % 11 == 4 ? "" : new DateTime(2015 + (r % 7), 1 + (r % 12), 1 + (r % 28)).ToString("yyyy-MM-dd");
            csv.Append($"{age},{cities[r % cities.Length]},{(r % 3 == 0 ? "yes" : "no")},{joined},{1990 + (r * 3 % 33)},{label(r)}\n");
        }

        return csv.ToString();
    }

    /// <summary>A table with a column of every kind, and gaps in most of them.</summary>
    /// <param name="rows">How many.</param>
    public static string Mixed(int rows)
    {
        string[] cities = ["Bern", "Rome", "Oslo", "", "Paris", "Bern", "Rome", "Bern", "Oslo", "Ulm", "\"Aix, en\"", " Graz "];
        var csv = new StringBuilder("age,moment,price,share,grams,plain,code,city,sex,answer,member,born,seen,size\n");
        for (var r = 0; r < rows; r++)
        {
            string[] fields =
            [
                r % 5 == 3 ? "" : $"{20 + (r * 7 % 41)}.{r % 10}",
                $"{1_700_000_000 + (r * 977 % 5000)}.25",
                r % 7 == 2 ? "NA" : $"{99_000 + (r % 17)}",
                $"{r * 13 % 29 / 7.0}",
                r % 9 == 1 ? "" : $"{r * 311 % 4001}",
                $"{r % 8}",
                r % 6 == 5 ? "" : $"{r % 4}",
                cities[r % cities.Length],
                r % 3 == 0 ? "m" : "f",
                (r % 4) switch { 0 => "", 1 => "maybe", _ => "surely" },
                r % 8 == 6 ? "" : r % 3 == 0 ? "yes" : "no",
                r % 11 == 4 ? "" : new DateTime(1890 + (r * 3 % 120), 1 + (r % 12), 1 + (r % 28)).ToString("dd.MM.yyyy"),
                r % 13 == 4 ? "" : new DateTime(2020, 1, 1).AddSeconds(r * 7_654_321L).ToString("yyyy-MM-dd HH:mm:ss"),
                (r % 3) switch { 0 => "1", 1 => "2", _ => "10" },
            ];
            csv.AppendLine(string.Join(",", fields));
        }

        return csv.ToString();
    }

    private static Activation OutputOf(TrainingData data) => data.Train.Targets switch
    {
        Numerics.Datasets.TargetKind.Classes => data.Train.Outputs == 2 ? Activation.Sigmoid : Activation.Softmax,
        Numerics.Datasets.TargetKind.MultiLabel => Activation.Sigmoid,
        _ => Activation.Identity,
    };
}

using Granary.Data;
using Granary.Data.Sources;
using Granary.Models.Descriptions;
using Granary.Models.Predictions;
using Granary.Numerics.Datasets;

namespace Granary.Models.Evaluation;

/// <summary>Predicts the rows of a source and compares with their labels. The result is the same bits for any number of threads.</summary>
public static class SourceEvaluation
{
    /// <summary>Evaluates a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="source">The rows, with labels.</param>
    /// <param name="request">How to predict.</param>
    /// <exception cref="Data.Faults.DataException">The source cannot be read or does not fit; all faults are listed.</exception>
    public static EvaluationResult Run(ModelContent model, DataSource source, PredictionRequest request)
    {
        var predictor = new RowPredictor(model.Weights, request.BatchRows);
        var scores = ScoresFor(model);
        var done = 0L;
        var pipeline = new BlockPipeline<RowBlock, (Dataset Rows, float[] Outputs)>(
            request.Threads,
            block =>
            {
                var rows = block.Encode();
                var outputs = new float[rows.Rows * model.Description.Network.Outputs];
                predictor.Predict(rows.Features.Span, outputs);
                return (rows, outputs);
            },
            result =>
            {
                scores.Add(result.Rows, result.Outputs);
                done += result.Rows.Rows;
                request.Progress?.Invoke(done);
            });
        model.Description.Encodings.ReadBlocks(source, new BlockRequest(request.BatchRows) { WithLabels = true }, pipeline.Add);
        pipeline.Finish();
        return scores.ToResult();
    }

    private static IRowScores ScoresFor(ModelContent model)
    {
        var meaning = new OutputMeaning(model.Description.Encodings.Targets);
        return meaning.Kind switch
        {
            TargetKind.Classes => new ClassRows(meaning, model.Description.Network.Layers[^1].Activation),
            TargetKind.MultiLabel => new YesNoRows(meaning),
            _ => new ValueRows(meaning),
        };
    }
}

using Granary.Data;
using Granary.Data.Sources;
using Granary.Data.Writing;
using Granary.Models.Descriptions;
using Granary.Numerics.Datasets;

namespace Granary.Models.Predictions;

/// <summary>
/// Predicts the rows of a source, in their order and with a memory that does not grow with them. What comes out is the same bits however many
/// threads there are and however the rows are cut into batches.
/// </summary>
public sealed class SourcePrediction
{
    private readonly ModelContent _model;
    private readonly PredictionRequest _request;
    private readonly OutputMeaning _meaning;
    private readonly RowPredictor _predictor;

    /// <summary>Gets ready.</summary>
    /// <param name="model">The model.</param>
    /// <param name="request">How to predict.</param>
    public SourcePrediction(ModelContent model, PredictionRequest request)
    {
        (_model, _request) = (model, request);
        _meaning = new OutputMeaning(model.Description.Encodings.Targets);
        _predictor = new RowPredictor(model.Weights, request.BatchRows);
        Columns = [.. request.Keep.Select(name => new OutputColumn(name, IsNumber: false)), .. AnswerColumns()];
    }

    /// <summary>The columns of the output: those kept, the prediction, and for classes and yes and no the probabilities.</summary>
    public IReadOnlyList<OutputColumn> Columns { get; }

    /// <summary>Predicts all rows of a source.</summary>
    /// <param name="source">The source.</param>
    /// <param name="output">Receives <see cref="Columns"/>.</param>
    /// <returns>How many rows there were.</returns>
    /// <exception cref="Data.Faults.DataException">The source cannot be read or does not fit; all faults are listed.</exception>
    public long Run(DataSource source, TableWriter output)
    {
        var done = 0L;
        var pipeline = new BlockPipeline<RowBlock, OutputRows>(_request.Threads, Predict, rows =>
        {
            output.Write(rows);
            done += rows.Count;
            _request.Progress?.Invoke(done);
        });
        _model.Description.Encodings.ReadBlocks(source, new BlockRequest(_request.BatchRows) { Kept = _request.Keep }, pipeline.Add);
        pipeline.Finish();
        return done;
    }

    private IEnumerable<OutputColumn> AnswerColumns()
    {
        var names = _meaning.Names;
        string[] predictions = _meaning.Kind == TargetKind.Classes || names.Count == 1 ? ["prediction"] : [.. names.Select(n => $"prediction_{n}")];
        string[] probabilities = _meaning.Kind == TargetKind.Values ? [] : [.. names.Select(n => $"probability_{n}")];
        return
        [
            .. predictions.Select(n => new OutputColumn(n, _meaning.Kind != TargetKind.Classes)),
            .. probabilities.Select(n => new OutputColumn(n, IsNumber: true)),
        ];
    }

    private OutputRows Predict(RowBlock block)
    {
        var dataset = block.Encode();
        var outputs = new float[block.Rows * _model.Description.Network.Outputs];
        _predictor.Predict(dataset.Features.Span, outputs);
        var rows = new OutputRows(block.Rows, Columns);
        for (var k = 0; k < _request.Keep.Count; k++)
        {
            for (var r = 0; r < block.Rows; r++)
            {
                rows.Texts(k)[r] = block.Kept(k, r);
            }
        }

        Fill(rows, outputs);
        return rows;
    }

    private void Fill(OutputRows rows, ReadOnlySpan<float> outputs)
    {
        var length = _model.Description.Network.Outputs;
        var first = _request.Keep.Count;
        Span<double> answers = new double[_meaning.Names.Count];
        for (var r = 0; r < rows.Count; r++)
        {
            var output = outputs.Slice(r * length, length);
            _meaning.Read(output, answers);
            var next = first;
            switch (_meaning.Kind)
            {
                case TargetKind.Classes:
                    rows.Texts(next++)[r] = _meaning.Names[_meaning.ClassOf(output)];
                    break;
                case TargetKind.MultiLabel:
                    foreach (var answer in output)
                    {
                        rows.Numbers(next++)[r] = TargetNames.IsYes(answer) ? 1 : 0;
                    }

                    break;
            }

            foreach (var answer in answers)
            {
                rows.Numbers(next++)[r] = answer;
            }
        }
    }
}

using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Requests.Statuses;

/// <summary>A status as one object of JSON on one line. Scripts depend on its keys: add, never change. What is not known is null.</summary>
internal static class StatusJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line of a status.</summary>
    public static string Line(JobStatus status) => Write(json => WriteMembers(json, status));

    /// <summary>Writes the members of a status into an object.</summary>
    public static void WriteMembers(Utf8JsonWriter json, JobStatus status)
    {
        json.WriteString("job", status.JobId);
        json.WriteString("state", status.State.Name());
        Number(json, "steps", status.Steps);
        Number(json, "totalSteps", status.Facts?.TotalSteps);
        Number(json, "epochs", status.Epochs);
        Number(json, "totalEpochs", status.TotalEpochs());
        Number(json, "trainLoss", status.TrainLoss);
        Number(json, "trainAccuracy", status.TrainAccuracy);
        WriteValidation(json, status.Validation);
        Number(json, "bestStep", status.BestStep);
        json.WriteBoolean("stoppedEarly", status.HasStoppedEarly);
        Number(json, "testLoss", status.TestLoss);
        Number(json, "testAccuracy", status.TestAccuracy);
        WriteOutputs(json, status.TestOutputs);
        Number(json, "stepsPerSecond", status.StepsPerSecond > 0 ? status.StepsPerSecond : null);
        Number(json, "samplesPerSecond", status.SamplesPerSecond > 0 ? status.SamplesPerSecond : null);
        Number(json, "elapsedSeconds", status.Elapsed.TotalSeconds);
        Number(json, "evaluationSeconds", status.Evaluating.TotalSeconds);
        Number(json, "remainingSeconds", status.Remaining?.TotalSeconds);
        WriteNotes(json, status.Facts);
        Number(json, "parameters", status.Facts?.Parameters);
        Number(json, "silos", status.Facts?.Silos);
        json.WriteString("width", status.Facts?.Width);
        Number(json, "workers", status.Facts?.Workers);
        Number(json, "recoveries", status.Recoveries);
        Number(json, "checkpoint", status.CheckpointedAt);
        json.WriteString("checkpointFault", status.CheckpointFault);
        WriteWorkers(json, status.Workers);
        json.WriteString("weightsHash", status.WeightsHash);
        WriteModel(json, status);
        json.WriteString("submittedAt", status.SubmittedAt);
        json.WriteString("waiting", status.Waiting);
        json.WriteString("endedAt", status.EndedAt?.ToString("O", CultureInfo.InvariantCulture));
        if (status.Error is not null)
        {
            json.WriteString("error", status.Error);
        }
    }

    private static void WriteValidation(Utf8JsonWriter json, Evaluation? validation)
    {
        if (validation is null)
        {
            json.WriteNull("validation");
            return;
        }

        json.WriteStartObject("validation");
        Number(json, "step", validation.Step);
        foreach (var (metric, value) in validation.Metrics)
        {
            Number(json, JobFileNames.Of(metric), value);
        }

        json.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter json, JobStatus status)
    {
        Number(json, "modelBytes", status.Model?.Bytes);
        json.WriteString("modelSha256", status.Model?.Sha256);
        json.WriteString("modelFault", status.ModelFault);
    }

    private static void WriteNotes(Utf8JsonWriter json, JobFacts? facts)
    {
        if (facts is null)
        {
            json.WriteNull("dataNotes");
            return;
        }

        Texts(json, "dataNotes", facts.Notes);
    }

    private static void WriteOutputs(Utf8JsonWriter json, OutputMetrics[] outputs)
    {
        json.WriteStartArray("testOutputs");
        foreach (var output in outputs)
        {
            json.WriteStartObject();
            json.WriteString("name", output.Name);
            Number(json, "rmse", output.Rmse);
            Number(json, "mae", output.Mae);
            Number(json, "r2", output.R2);
            Number(json, "accuracy", output.Accuracy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteWorkers(Utf8JsonWriter json, WorkerStatus[] workers)
    {
        var bottleneck = Bottleneck.Find(workers);
        json.WriteStartArray("perWorker");
        foreach (var worker in workers)
        {
            json.WriteStartObject();
            json.WriteString("silo", worker.Silo);
            Number(json, "firstShard", worker.FirstShard);
            Number(json, "endShard", worker.EndShard);
            Number(json, "computeThreads", worker.ComputeThreads);
            Number(json, "stepSeconds", worker.StepTime.TotalSeconds);
            Number(json, "waitingSeconds", worker.WaitingTime.TotalSeconds);
            Number(json, "bytesPerSecond", worker.BytesPerSecond);
            json.WriteBoolean("holdsOthersUp", worker.Silo == bottleneck?.Silo);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>An object on one line.</summary>
    /// <param name="members">Writes what is in it.</param>
    public static string Write(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>A list of texts.</summary>
    public static void Texts(Utf8JsonWriter json, string key, IEnumerable<string> texts)
    {
        json.WriteStartArray(key);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    /// <summary>A whole number, or null.</summary>
    public static void Number(Utf8JsonWriter json, string key, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(key, number);
        }
        else
        {
            json.WriteNull(key);
        }
    }

    /// <summary>JSON has no word for NaN and infinity: they are null too.</summary>
    public static void Number(Utf8JsonWriter json, string key, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(key, number);
        }
        else
        {
            json.WriteNull(key);
        }
    }
}

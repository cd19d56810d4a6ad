using System.Diagnostics;
using System.Globalization;
using Granary.Data;
using Granary.Data.Sources;

// Reads the CSV file that the command line names, with its last column as the label, until it is ready for training, and says in JSON what
// that took: seconds, seconds of the processor, and the most memory that the process had.
var file = args[0];
var label = File.ReadLines(file).First().Split(',')[^1];
var start = Stopwatch.GetTimestamp();
var data = TrainingData.Load(new DataRequest(new TableSource(file)) { Labels = [label] });
var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
using var process = Process.GetCurrentProcess();
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $$"""
    {"rows": {{data.Train.Rows}}, "features": {{data.Train.FeatureCount}}, "seconds": {{seconds}}, "cpu": {{process.TotalProcessorTime.TotalSeconds}}, "peakBytes": {{process.PeakWorkingSet64}}}
    """));

using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Layers;

namespace Granary.Grains.Interfaces.Workers;

/// <summary>What a worker grain is told to do.</summary>
[GenerateSerializer, Immutable, Alias("granary.WorkerAssignment")]
public sealed record WorkerAssignment
{
    /// <summary>The job's id.</summary>
    [Id(0)]
    public required string JobId { get; init; }

    /// <summary>The generation it was assigned in.</summary>
    [Id(1)]
    public required long Generation { get; init; }

    /// <summary>The job.</summary>
    [Id(2)]
    public required JobSpec Spec { get; init; }

    /// <summary>The first shard.</summary>
    [Id(3)]
    public required int FirstShard { get; init; }

    /// <summary>One past the last shard; above the first.</summary>
    [Id(4)]
    public required int EndShard { get; init; }

    /// <summary>For each layer, the keys of the grains that hold its slices, in order.</summary>
    [Id(5)]
    public required string[][] SliceKeys { get; init; }

    /// <summary>The buckets in which slices are exchanged with workers of other silos.</summary>
    [Id(6)]
    public required BucketAssignment[] Buckets { get; init; }

    /// <summary>How this job's layers are cut.</summary>
    [Id(7)]
    public required CutSpec Cut { get; init; }

    /// <summary>The machines of those silos that share memory: slices of silos of one machine are exchanged by name.</summary>
    [Id(8)]
    public required Dictionary<string, string> Machines { get; init; }

    /// <summary>What it has to find in the data.</summary>
    [Id(9)]
    public required DataFacts Data { get; init; }
}

/// <summary>A worker that is ready, or what keeps it from it.</summary>
[GenerateSerializer, Immutable, Alias("granary.WorkerFacts")]
public sealed record WorkerFacts
{
    /// <summary>The address of its silo.</summary>
    [Id(0)]
    public required string Silo { get; init; }

    /// <summary>The matrix kernel.</summary>
    [Id(1)]
    public required string Kernel { get; init; }

    /// <summary>Threads that compute on its silo.</summary>
    [Id(2)]
    public required int ComputeThreads { get; init; }

    /// <summary>What is wrong with the data as this silo sees it; when there is anything, it is not ready.</summary>
    [Id(3)]
    public required Fault[] Faults { get; init; }
}

/// <summary>What a worker saw in a span.</summary>
[GenerateSerializer, Immutable, Alias("granary.SpanReport")]
public sealed record SpanReport
{
    /// <summary>Steps done; fewer than asked for when it was told to stop.</summary>
    [Id(0)]
    public required int Steps { get; init; }

    /// <summary>For each step of the span, the sum of losses below each of the worker's tree nodes, in the order of their shards.</summary>
    [Id(1)]
    public required double[] Losses { get; init; }

    /// <summary>For each step, how many of the worker's rows were classified correctly; empty for regression.</summary>
    [Id(2)]
    public required int[] Correct { get; init; }

    /// <summary>The first step at which a NaN or an infinity came out; null when none did.</summary>
    [Id(3)]
    public long? NonFiniteStep { get; init; }

    /// <summary>The first layer, from 0, that gave it; the last one when only the loss of its outputs did.</summary>
    [Id(4)]
    public int? NonFiniteLayer { get; init; }

    /// <summary>How many tree nodes the worker computes: losses of a step.</summary>
    [Id(5)]
    public required int Nodes { get; init; }

    /// <summary>Time it waited for weights.</summary>
    [Id(6)]
    public required TimeSpan Waiting { get; init; }

    /// <summary>Bytes of gradients that other silos got of it, sent or shared.</summary>
    [Id(7)]
    public required long BytesSent { get; init; }

    /// <summary>The first step.</summary>
    [Id(8)]
    public required long FirstStep { get; init; }

    /// <summary>
    /// Whether a second worker with the same shards came first, so that this one stopped. It has to be prepared anew before it
    /// takes another step.
    /// </summary>
    [Id(9)]
    public bool IsOvertaken { get; init; }
}

/// <summary>Rows that a job is evaluated on.</summary>
public enum EvaluatedRows
{
    /// <summary>The test rows.</summary>
    Test,

    /// <summary>The validation rows.</summary>
    Validation,
}

/// <summary>What a worker saw of rows that it does not train on.</summary>
[GenerateSerializer, Immutable, Alias("granary.EvaluationReport")]
public sealed record EvaluationReport
{
    /// <summary>Rows of a block, the last one's excepted. Losses are summed block by block, whoever computes them.</summary>
    public const int BlockRows = 256;

    /// <summary>Classes of which the true one has to be among.</summary>
    public const int TopClasses = 5;

    /// <summary>The most rows of which scores are sent.</summary>
    public const int MostScores = 1 << 20;

    /// <summary>How many numbers <see cref="OutputSums"/> has for one output in one block.</summary>
    public const int SumsPerOutput = 5;

    /// <summary>The sum of losses of each block, in order.</summary>
    [Id(0)]
    public required double[] BlockLosses { get; init; }

    /// <summary>Rows by true class and predicted class, row by row; empty for other targets.</summary>
    [Id(1)]
    public required int[] Confusion { get; init; }

    /// <summary>
    /// For targets that are no classes, block by block and output by output, <see cref="SumsPerOutput"/> sums over the rows: of the errors'
    /// sizes, of their squares, of the targets, of the targets' squares, and the number of right answers to yes and no. Empty for classes.
    /// </summary>
    [Id(2)]
    public double[] OutputSums { get; init; } = [];

    /// <summary>The sum of the logarithmic losses of each block, in order, where the outputs are probabilities of classes.</summary>
    [Id(3)]
    public double[] BlockLogLosses { get; init; } = [];

    /// <summary>Rows whose true class is among the <see cref="TopClasses"/> that the outputs are highest for; counted where there are more classes.</summary>
    [Id(4)]
    public int Top { get; init; }

    /// <summary>The scores of the second of two classes for rows of the first, where there are not more than <see cref="MostScores"/> rows in all.</summary>
    [Id(5)]
    public double[] NoScores { get; init; } = [];

    /// <summary>The same for rows of the second class.</summary>
    [Id(6)]
    public double[] YesScores { get; init; } = [];
}

using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Interfaces.Tests.Jobs;

public sealed class JobSpecValidatorTests
{
    private static readonly JobSpec Valid = JobSpecs.Valid;

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Validate_SilosBelowOne_IsAFault(int silos) => AssertOnly(Valid with { Silos = silos }, "silos", $"found {silos}");

    [Fact]
    public void Validate_ValidJob_FindsNothing() => Assert.Empty(JobSpecValidator.Validate(Valid));

    [Theory]
    [InlineData("", "found 0 characters")]
    [InlineData("two words", "found ' '")]
    [InlineData("größe", "found 'ö'")]
    [InlineData("a\nb", "found the character U+000A")]
    [InlineData("a/b", "found '/'")]
    public void Validate_WrongName_SaysWhatIsWrong(string name, string found) =>
        AssertOnly(Valid with { Name = name }, "name", found);

    [Fact]
    public void Validate_NameLength_EndsAt64()
    {
        Assert.Empty(JobSpecValidator.Validate(Valid with { Name = new string('a', 64) }));
        AssertOnly(Valid with { Name = new string('a', 65) }, "name", "found 65 characters");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(2048)]
    public void Validate_ShardsNotAPowerOfTwoInRange_IsAFault(int shards) =>
        AssertOnly(Valid with { Shards = shards }, "shards", $"found {shards}");

    [Theory]
    [InlineData(1)]
    [InlineData(1024)]
    public void Validate_ShardsAtTheEnds_AreAccepted(int shards) =>
        Assert.Empty(JobSpecValidator.Validate(Valid with { Shards = shards }));

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public void Validate_WorkersPerSiloOutOfRange_IsAFault(int workers) =>
        AssertOnly(Valid with { WorkersPerSilo = workers }, "workersPerSilo", $"found {workers}");

    [Theory]
    [InlineData(1L, 0.1, 1)]
    [InlineData(long.MaxValue, 1e6, 100)]
    [InlineData(null, null, 3)]
    public void Validate_CheckpointAtTheEnds_IsAccepted(long? steps, double? seconds, int keep) =>
        Assert.Empty(JobSpecValidator.Validate(
            Valid with { Checkpoint = new CheckpointSpec { EverySteps = steps, EverySeconds = seconds, Keep = keep } }));

    [Theory]
    [InlineData(0L, null, 3, "checkpoint.everySteps", "found 0, expected at least 1")]
    [InlineData(null, 0.09, 3, "checkpoint.everySeconds", "found 0.09, expected a number of seconds from 0.1 to 1000000")]
    [InlineData(null, 1e7, 3, "checkpoint.everySeconds", "found 10000000")]
    [InlineData(null, double.NaN, 3, "checkpoint.everySeconds", "found NaN")]
    [InlineData(null, null, 0, "checkpoint.keep", "found 0, expected a whole number from 1 to 100")]
    [InlineData(null, null, 101, "checkpoint.keep", "found 101")]
    public void Validate_CheckpointOutOfRange_IsAFault(long? steps, double? seconds, int keep, string key, string found) =>
        AssertOnly(
            Valid with { Checkpoint = new CheckpointSpec { EverySteps = steps, EverySeconds = seconds, Keep = keep } }, key, found);

    [Fact]
    public void Validate_UnknownWire_IsAFault()
    {
        Assert.Empty(JobSpecValidator.Validate(Valid with { Wire = WireName.Bfloat16 }));
        Assert.Equal(
            [new Fault("found the unknown wire 7", "wire")], JobSpecValidator.Validate(Valid with { Wire = (WireName)7 }));
    }

    [Fact]
    public void Validate_NothingEndsTheJob_IsAFault() =>
        AssertOnly(Valid with { Epochs = null, Steps = null }, "epochs", "neither 'epochs' nor 'steps'");

    [Fact]
    public void Validate_CountsBelowOne_AreFaults()
    {
        AssertOnly(Valid with { BatchSize = 0 }, "batchSize", "found 0");
        AssertOnly(Valid with { Epochs = 0 }, "epochs", "found 0");
        AssertOnly(Valid with { Steps = -3 }, "steps", "found -3");
    }

    [Fact]
    public void Validate_SeveralFaults_FindsAll()
    {
        var spec = Valid with { Name = "", BatchSize = 0, Shards = 5, Optimizer = Valid.Optimizer with { LearningRate = -1 } };

        var keys = JobSpecValidator.Validate(spec).Select(f => f.Key);

        Assert.Equal(["name", "optimizer.learningRate", "batchSize", "shards"], keys);
    }

    internal static void AssertOnly(JobSpec spec, string key, string part)
    {
        var fault = Assert.Single(JobSpecValidator.Validate(spec));
        Assert.Equal(key, fault.Key);
        Assert.Contains(part, fault.Message, StringComparison.Ordinal);
        Assert.Contains("expected", fault.Message, StringComparison.Ordinal);
    }
}

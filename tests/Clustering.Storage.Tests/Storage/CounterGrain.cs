namespace Granary.Clustering.Storage.Tests.Storage;

/// <summary>A grain that counts, in a state.</summary>
[Alias("granary.tests.ICounterGrain")]
public interface ICounterGrain : IGrainWithStringKey
{
    /// <summary>Adds to the sum and keeps it.</summary>
    [Alias("Add")]
    Task<CounterAnswer> Add(long number);

    /// <summary>Which activation answers.</summary>
    [Alias("Activation")]
    Task<Guid> Activation();

    /// <summary>Ends the activation.</summary>
    [Alias("Leave")]
    Task Leave();
}

[GenerateSerializer, Immutable, Alias("granary.tests.CounterAnswer")]
public sealed record CounterAnswer([property: Id(0)] long Sum, [property: Id(1)] Guid Activation);

[GenerateSerializer, Alias("granary.tests.CounterState")]
public sealed class CounterState
{
    [Id(0)]
    public long Sum { get; set; }
}

internal sealed class CounterGrain([PersistentState("counter", GranaryStorage.Name)] IPersistentState<CounterState> state)
    : Grain, ICounterGrain
{
    private readonly Guid _activation = Guid.NewGuid();

    public async Task<CounterAnswer> Add(long number)
    {
        state.State.Sum += number;
        await state.WriteStateAsync();
        return new CounterAnswer(state.State.Sum, _activation);
    }

    public Task<Guid> Activation() => Task.FromResult(_activation);

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

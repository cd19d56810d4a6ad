using System.Text.Json;
using System.Text.Json.Serialization;
using Granary.Clustering.Storage.Tests.Servers;
using Orleans.Storage;

namespace Granary.Clustering.Storage.Tests.Storage;

/// <summary>What grains rely on, wherever their states are kept.</summary>
public abstract class GrainStorageContract
{
    private const string StateName = "job";

    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private protected abstract TestSilo Silo { get; }

    private IGrainStorage Storage => Silo.Storage;

    [Fact]
    public async Task Read_NeverWritten_IsEmpty()
    {
        var state = await Read(NewGrain());

        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
        Assert.Equal(1, state.State!.Generation);
    }

    [Fact]
    public async Task Write_NewState_IsReadBackWhole()
    {
        var grain = NewGrain();
        var written = await Read(grain);
        written.State = TrainingState.Sample(7);
        await Storage.WriteStateAsync(StateName, grain, written);

        var read = await Read(grain);

        Assert.True(written.RecordExists);
        Assert.True(read.RecordExists);
        Assert.Equal(written.ETag, read.ETag);
        Assert.Equal(Text(TrainingState.Sample(7)), Text(read.State!));
    }

    [Fact]
    public async Task Write_ManyTimes_KeepsTheLast()
    {
        var grain = NewGrain();
        var written = await Read(grain);
        for (var generation = 2; generation < 12; generation++)
        {
            written.State!.Generation = generation;
            await Storage.WriteStateAsync(StateName, grain, written);
        }

        Assert.Equal(11, (await Read(grain)).State!.Generation);
    }

    [Fact]
    public async Task Write_StatesOfOtherNamesAndGrains_AreApart()
    {
        var (grain, other) = (GrainId.Create("job", $"Digits-{Guid.NewGuid():N}/1"), GrainId.Create("job", $"digits-{Guid.NewGuid():N}/1"));
        await Write(grain, await Read(grain), 5);
        var list = new GrainState<TrainingState>();
        await Storage.ReadStateAsync("list", grain, list);

        Assert.False(list.RecordExists);
        Assert.False((await Read(other)).RecordExists);
    }

    [Fact]
    public async Task Write_OnAnOldVersion_IsRefusedAndChangesNothing()
    {
        var grain = NewGrain();
        var (mine, other) = (await Read(grain), await Read(grain));
        await Write(grain, other, 5);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Write(grain, mine, 6));
        mine = await Read(grain);
        foreach (var generation in Enumerable.Range(7, 10))
        {
            await Write(grain, other, generation);
            await Assert.ThrowsAsync<InconsistentStateException>(() => Write(grain, mine, 6));
            await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync(StateName, grain, mine));
        }

        Assert.Equal(16, (await Read(grain)).State!.Generation);
    }

    [Fact]
    public async Task Write_FirstStateByManyAtOnce_OneSucceeds()
    {
        for (var round = 0; round < 10; round++)
        {
            var grain = NewGrain();
            var writers = await Task.WhenAll(Enumerable.Range(10, 8).Select(async i => (Generation: i, State: await Read(grain))));

            var results = await Task.WhenAll(writers.Select(w => Task.Run(async () => await Record.ExceptionAsync(() => Write(grain, w.State, w.Generation)))));

            var winner = Assert.Single(writers.Zip(results), r => r.Second is null);
            Assert.Equal(winner.First.Generation, (await Read(grain)).State!.Generation);
        }
    }

    [Fact]
    public async Task Clear_WrittenState_IsEmptyAndMayBeWrittenAgain()
    {
        var grain = NewGrain();
        var state = await Read(grain);
        await Write(grain, state, 5);
        await Storage.ClearStateAsync(StateName, grain, state);

        var cleared = await Read(grain);
        Assert.False(cleared.RecordExists);
        Assert.Equal(1, cleared.State!.Generation);

        await Write(grain, cleared, 6);
        Assert.Equal(6, (await Read(grain)).State!.Generation);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Write(grain, state, 7));
    }

    [Fact]
    public async Task GrainState_AfterTheGrainIsGone_IsThereAgain()
    {
        var grain = Silo.Grains.GetGrain<ICounterGrain>($"counter-{Guid.NewGuid():N}");
        var first = await grain.Add(3);
        await grain.Leave();

        // The old activation may still answer while it goes.
        await Eventually.Becomes(grain.Activation, "another activation", a => a != first.Activation);
        var second = await grain.Add(4);

        Assert.NotEqual(first.Activation, second.Activation);
        Assert.Equal(7, second.Sum);
    }

    private static GrainId NewGrain() => GrainId.Create("job", $"digits-{Guid.NewGuid():N}");

    private static string Text(TrainingState state) => JsonSerializer.Serialize(state, Json);

    private async Task<GrainState<TrainingState>> Read(GrainId grain)
    {
        var state = new GrainState<TrainingState>();
        await Storage.ReadStateAsync(StateName, grain, state);
        return state;
    }

    private Task Write(GrainId grain, GrainState<TrainingState> state, long generation)
    {
        state.State = TrainingState.Sample(generation);
        return Storage.WriteStateAsync(StateName, grain, state);
    }
}

using System.Runtime.CompilerServices;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Layers;
using Granary.Grains.Interfaces.Tensors;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Granary.Grains.Interfaces.Tests.Tensors;

public sealed class SharedMemoryTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Fact]
    public unsafe void Open_ReadsWhatIsWritten_AlsoAfterwards()
    {
        var written = Create(1000);
        var read = SharedMemory.Open(written.Name);

        written.Pointer[999] = 7;
        Assert.Equal((1000, 0f, 7f), (read.Length, read.Pointer[0], read.Pointer[999]));
        written.Pointer[999] = 8;
        Assert.Equal(8f, read.Pointer[999]);
        GC.KeepAlive(written);
        GC.KeepAlive(read);
    }

    [Fact]
    public void Open_Twice_MapsOnce()
    {
        var written = Create(10);

        var read = SharedMemory.Open(written.Name);

        Assert.Same(read, SharedMemory.Open(written.Name));
        GC.KeepAlive(written);
    }

    [Theory]
    [InlineData(0, 0)] // another memory's id
    [InlineData(0, 100_000)] // no such file
    [InlineData(int.MaxValue, 0)] // no such process
    public void Open_WhatIsNotThere_IsRefused(int process, int file)
    {
        var written = Create(10);
        var name = written.Name with
        {
            Id = Guid.NewGuid(),
            Process = process == 0 ? written.Name.Process : process,
            File = file == 0 ? written.Name.File : file,
        };

        var exception = Assert.Throws<InvalidDataException>(() => SharedMemory.Open(name));

        Assert.Contains($"{name.Id:N} of process {name.Process}", exception.Message);
        Assert.Contains("--no-shared-memory", exception.Message);
        GC.KeepAlive(written);
    }

    [Fact]
    public void Memory_Unreachable_IsUnmappedOnBothSidesAndItsFileClosed()
    {
        var id = Touch();

        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.DoesNotContain($"{id:N}", File.ReadAllText("/proc/self/maps"));
        Assert.DoesNotContain(Directory.GetFiles("/proc/self/fd"), f => new FileInfo(f).LinkTarget?.Contains($"{id:N}") == true);
    }

    [Fact]
    public unsafe void RoundTrip_ByName_GivesTheSameMemoryInFewBytes()
    {
        var memory = Create(100_000);
        memory.Pointer[20] = 1;
        memory.Pointer[99_999] = 2;
        var block = new TensorBlock(memory, 20, 99_980, WireName.Bfloat16);
        var message = new BucketGradients { Generation = 7, Step = 8, Nodes = [3], Gradients = [block.ByName!, block.ByName!] };

        var serializer = _services.GetRequiredService<Serializer>();
        var bytes = serializer.SerializeToArray(message);
        var read = serializer.Deserialize<BucketGradients>(bytes)!;

        Assert.InRange(bytes.Length, 40, 200);
        Assert.Same(read.Gradients[0], read.Gradients[1]);
        var found = read.Gradients[0];
        Assert.Equal((99_980, WireName.Bfloat16, true, 1f, 2f), (found.Length, found.Wire, found.IsNamed, found.Span[0], found.Span[^1]));
        Assert.Equal([3], read.Nodes);
        memory.Pointer[20] = 5;
        Assert.Equal(5f, found.Span[0]);
        GC.KeepAlive(memory);
    }

    [Fact]
    public unsafe void RoundTrip_SharedButByBytes_GivesACopy()
    {
        var memory = Create(10);
        memory.Pointer[3] = 1;
        var block = new TensorBlock(memory, 3, 2);

        var serializer = _services.GetRequiredService<Serializer>();
        var read = serializer.Deserialize<TensorBlock>(serializer.SerializeToArray(block))!;

        memory.Pointer[3] = 2;
        Assert.Equal([1f, 0f], read.Span.ToArray());
        Assert.False(block.IsNamed || read.IsNamed);
        GC.KeepAlive(memory);
    }

    [Theory]
    [InlineData(0, 101)]
    [InlineData(1, 100)]
    [InlineData(-1, 10)]
    [InlineData(0, -1)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void Read_PlaceOutsideTheMemory_IsRefused(int offset, int length)
    {
        var memory = Create(100);
        var serializer = _services.GetRequiredService<Serializer>();

        var bytes = serializer.SerializeToArray(Named(memory, offset, length));
        var exception = Assert.Throws<InvalidDataException>(() => serializer.Deserialize<TensorBlock>(bytes));

        Assert.Contains($"{length} floats from {offset} on", exception.Message);
        GC.KeepAlive(memory);
    }

    private static TensorBlock Named(SharedMemory memory, int offset, int length) => new TensorBlock(memory, offset, length).ByName!;

    private static SharedMemory Create(int length) =>
        SharedMemory.TryCreate(length) ?? throw new InvalidOperationException("This system shares no memory: expected Linux.");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Guid Touch()
    {
        var memory = Create(5000);
        Assert.Equal(5000, SharedMemory.Open(memory.Name).Length);
        return memory.Name.Id;
    }
}

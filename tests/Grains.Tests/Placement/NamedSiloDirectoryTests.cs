using System.Net;
using Granary.Grains.Placement;

namespace Granary.Grains.Tests.Placement;

public sealed class NamedSiloDirectoryTests
{
    private static readonly SiloAddress Here = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11111), 1);

    private readonly NamedSiloDirectory _directory = new();
    private readonly GrainId _grain = GrainId.Create("worker", "job/1/worker-0|127.0.0.1:11111@1");

    [Fact]
    public async Task Register_TwoActivations_TheFirstOneStays()
    {
        var (first, second) = (Activation(), Activation());

        Assert.Equal(first, await _directory.Register(first));
        Assert.Equal(first, await _directory.Register(second));

        Assert.Equal(first, await _directory.Lookup(_grain));
    }

    [Fact]
    public async Task Register_InPlaceOfThePreviousOne_ReplacesIt()
    {
        var (first, second) = (Activation(), Activation());
        await _directory.Register(first);

        Assert.Equal(second, await _directory.Register(second, first));

        Assert.Equal(second, await _directory.Lookup(_grain));
    }

    [Fact]
    public async Task Unregister_AnOlderActivation_LeavesTheNewOne()
    {
        var (first, second) = (Activation(), Activation());
        await _directory.Register(first);
        await _directory.Register(second, first);

        await _directory.Unregister(first);
        Assert.Equal(second, await _directory.Lookup(_grain));
        await _directory.Unregister(second);
        Assert.Null(await _directory.Lookup(_grain));
    }

    [Fact]
    public async Task Lookup_GrainOfAnotherSilo_KnowsNothing() => Assert.Null(await _directory.Lookup(_grain));

    private GrainAddress Activation() => new() { GrainId = _grain, SiloAddress = Here, ActivationId = ActivationId.NewId() };
}

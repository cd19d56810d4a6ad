using Granary.Grains.Compute;
using Granary.Numerics.Kernels.Dispatch;
using Granary.PoisonedSilo;
using Granary.Silo.Commands;
using Microsoft.Extensions.DependencyInjection;

// granary-silo, but a job whose network has a layer of a certain width harms it.
return await SiloCommand.RunAsync(args, builder =>
{
    var options = (ComputeOptions)builder.Services.Last(s => s.ServiceType == typeof(ComputeOptions)).ImplementationInstance!;
    builder.Services.AddSingleton(options with { KernelOf = name => new PoisonedKernel(MatrixKernels.Create(name)) });
});

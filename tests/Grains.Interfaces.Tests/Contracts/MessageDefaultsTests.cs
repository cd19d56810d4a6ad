using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;

namespace Granary.Grains.Interfaces.Tests.Contracts;

/// <summary>A message from a program that did not know a member yet leaves it as the serializer makes it: never null where null is not allowed.</summary>
public sealed class MessageDefaultsTests
{
    private static readonly MethodInfo Make = typeof(MessageDefaultsTests).GetMethod(nameof(Create), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static readonly IActivatorProvider Activators = new ServiceCollection()
        .AddSerializer(s => s.AddAssembly(typeof(GrainKeys).Assembly))
        .BuildServiceProvider()
        .GetRequiredService<IActivatorProvider>();

    public static TheoryData<Type> Messages { get; } = new(ContractTypes.Messages.Where(t => t is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false }));

    [Theory]
    [MemberData(nameof(Messages))]
    public void Message_MemberThatIsNotRequired_IsThereFromTheStart(Type message)
    {
        var optional = message.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(p => p.SetMethod is not null && !p.PropertyType.IsValueType && !p.IsDefined(typeof(RequiredMemberAttribute)))
            .Where(p => new NullabilityInfoContext().Create(p).ReadState == NullabilityState.NotNull)
            .Where(p => !message.GetConstructors().Any(c => c.GetParameters().Any(a => a.Name == p.Name)))
            .ToArray();
        if (optional.Length == 0)
        {
            return;
        }

        var made = Make.MakeGenericMethod(message).Invoke(null, null);

        Assert.All(optional, p => Assert.True(p.GetValue(made) is not null, $"{message.Name}.{p.Name} is null"));
    }

    private static T Create<T>() => Activators.GetActivator<T>().Create();
}

using System.Reflection;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Layers;

namespace Granary.Grains.Interfaces.Tests.Contracts;

/// <summary>Names on the wire are stated, so that renaming a type or moving a member breaks no silo of another version.</summary>
public sealed class WireNamesTests
{
    [Fact]
    public void Messages_All_HaveAnAliasOfTheirOwn()
    {
        var aliases = ContractTypes.Messages.Select(t => (Type: t, Alias(t)?.Alias)).ToArray();

        Assert.Contains(aliases, a => a.Type == typeof(BucketGradients));
        Assert.All(aliases, a => Assert.Equal($"granary.{a.Type.Name}", a.Alias));
    }

    [Fact]
    public void Messages_Members_AreNumberedFromZero()
    {
        Assert.Equal(21, ContractTypes.Members(typeof(JobSpec)).Count());
        foreach (var message in ContractTypes.Messages)
        {
            var numbers = ContractTypes.Members(message).Select(m => m.Member.GetCustomAttribute<IdAttribute>()?.Id).ToArray();
            Assert.True(
                numbers.Order().SequenceEqual(Enumerable.Range(0, numbers.Length).Select(i => (uint?)i)),
                $"{message.Name}: found the numbers {string.Join(", ", numbers)}, expected 0 to {numbers.Length - 1}.");
        }
    }

    [Fact]
    public void GrainInterfaces_AndTheirMethods_HaveAliases()
    {
        Assert.Equal(9, ContractTypes.GrainInterfaces.Count);
        Assert.All(ContractTypes.GrainInterfaces, t => Assert.Equal($"granary.{t.Name}", Alias(t)?.Alias));
        Assert.All(ContractTypes.GrainMethods, m => Assert.Equal(m.Name, Alias(m)?.Alias));
    }

    private static AliasAttribute? Alias(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>();
}

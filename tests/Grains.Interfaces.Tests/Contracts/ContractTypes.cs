using System.Reflection;
using System.Runtime.CompilerServices;

namespace Granary.Grains.Interfaces.Tests.Contracts;

/// <summary>What silos and clients say to each other, by reflection.</summary>
internal static class ContractTypes
{
    private static readonly Type[] All =
        [.. typeof(GrainKeys).Assembly.GetTypes().Where(t => t.Namespace?.StartsWith("Granary.", StringComparison.Ordinal) ?? false)];

    public static IReadOnlyList<Type> GrainInterfaces { get; } =
        [.. All.Where(t => t.IsInterface && t.IsAssignableTo(typeof(IGrain)))];

    public static IReadOnlyList<MethodInfo> GrainMethods { get; } = [.. GrainInterfaces.SelectMany(t => t.GetMethods())];

    public static IReadOnlyList<Type> Messages { get; } =
        [.. All.Where(t => t.GetCustomAttribute<GenerateSerializerAttribute>() is not null)];

    /// <summary>What a message holds: its automatic properties and its fields.</summary>
    public static IEnumerable<(MemberInfo Member, Type Type)> Members(Type message)
    {
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var fields = message.GetFields(Own);
        var stated = fields.Where(f => !f.IsDefined(typeof(CompilerGeneratedAttribute))).Select(f => ((MemberInfo)f, f.FieldType));
        return message.GetProperties(Own)
            .Where(p => fields.Any(f => f.Name == $"<{p.Name}>k__BackingField"))
            .Select(p => ((MemberInfo)p, p.PropertyType))
            .Concat(stated);
    }
}

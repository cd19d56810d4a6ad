namespace Granary.Formulas.Registration;

/// <summary>Binds a name, the value of an enumeration, to the formulas behind it. It is the only place that knows both.</summary>
[AttributeUsage(AttributeTargets.Field)]
internal abstract class ImplementedByAttribute : Attribute
{
    /// <summary>Makes the implementation.</summary>
    public abstract object Create();
}

/// <summary>The type behind a name.</summary>
/// <typeparam name="T">The implementation, without state.</typeparam>
internal sealed class ImplementedByAttribute<T> : ImplementedByAttribute
    where T : class, new()
{
    /// <inheritdoc/>
    public override object Create() => new T();
}

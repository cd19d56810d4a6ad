using Granary.Numerics.Memory;

namespace Granary.Numerics.Tests.Memory;

/// <summary>Makes buffers.</summary>
internal static class Buffers
{
    /// <summary>A buffer that holds some values.</summary>
    public static AlignedBuffer Of(params ReadOnlySpan<float> values)
    {
        var buffer = new AlignedBuffer(values.Length);
        values.CopyTo(buffer.Span);
        return buffer;
    }
}

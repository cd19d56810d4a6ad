using Granary.Formulas.Functions;

namespace Granary.Numerics.Tests.Functions;

internal struct Exp : ILaneFunction
{
    static TLanes ILaneFunction.Of<TLanes>(TLanes x) => LaneMath.Exp(x);
}

internal struct Log : ILaneFunction
{
    static TLanes ILaneFunction.Of<TLanes>(TLanes x) => LaneMath.Log(x);
}

internal struct Log1p : ILaneFunction
{
    static TLanes ILaneFunction.Of<TLanes>(TLanes x) => LaneMath.Log1p(x);
}

internal struct Sigmoid : ILaneFunction
{
    static TLanes ILaneFunction.Of<TLanes>(TLanes x) => LaneMath.Sigmoid(x);
}

internal struct Tanh : ILaneFunction
{
    static TLanes ILaneFunction.Of<TLanes>(TLanes x) => LaneMath.Tanh(x);
}

internal struct ToBfloat16 : ILaneFunction
{
    static TLanes ILaneFunction.Of<TLanes>(TLanes x) => Bfloat16Rounding.Round(x);
}

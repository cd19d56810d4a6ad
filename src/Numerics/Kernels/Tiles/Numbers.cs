using System.Runtime.InteropServices;

namespace Granary.Numerics.Kernels.Tiles;

// Numbers as types: N7 is 7 bytes long, so sizeof(T) is a constant already when the compiler reads a method, and what depends on
// it costs nothing. A static property would have to be inlined first, and the budget for that ends before the tile does.

[StructLayout(LayoutKind.Sequential, Size = 1)]
internal readonly struct N1;

[StructLayout(LayoutKind.Sequential, Size = 2)]
internal readonly struct N2;

[StructLayout(LayoutKind.Sequential, Size = 3)]
internal readonly struct N3;

[StructLayout(LayoutKind.Sequential, Size = 4)]
internal readonly struct N4;

[StructLayout(LayoutKind.Sequential, Size = 5)]
internal readonly struct N5;

[StructLayout(LayoutKind.Sequential, Size = 6)]
internal readonly struct N6;

[StructLayout(LayoutKind.Sequential, Size = 7)]
internal readonly struct N7;

[StructLayout(LayoutKind.Sequential, Size = 8)]
internal readonly struct N8;

[StructLayout(LayoutKind.Sequential, Size = 9)]
internal readonly struct N9;

[StructLayout(LayoutKind.Sequential, Size = 10)]
internal readonly struct N10;

[StructLayout(LayoutKind.Sequential, Size = 11)]
internal readonly struct N11;

[StructLayout(LayoutKind.Sequential, Size = 12)]
internal readonly struct N12;

[StructLayout(LayoutKind.Sequential, Size = 13)]
internal readonly struct N13;

[StructLayout(LayoutKind.Sequential, Size = 14)]
internal readonly struct N14;

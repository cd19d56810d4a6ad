namespace Granary.Data.Csv.Dialects;

/// <summary>How a text file writes characters as bytes.</summary>
public enum TextEncoding
{
    /// <summary>UTF-8.</summary>
    Utf8,

    /// <summary>UTF-16, the low byte first.</summary>
    Utf16,

    /// <summary>UTF-16, the high byte first.</summary>
    Utf16BigEndian,

    /// <summary>One byte for each character, as older programs write Western European languages.</summary>
    Windows1252,
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Granary.Requests.Tokens;

/// <summary>The text of a token, and what follows from it.</summary>
internal static class TokenText
{
    /// <summary>How every token begins, so that a lost one is recognized.</summary>
    public const string Prefix = "grn_";

    /// <summary>Random bytes of a token.</summary>
    public const int RandomBytes = 32;

    /// <summary>Makes a token.</summary>
    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>What a browser keeps instead of a token: it follows from the token, but the token does not follow from it.</summary>
    public static string CookieOf(string token) => Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(token), "cookie"u8));

    /// <summary>The SHA-256 of a text.</summary>
    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    /// <summary>The SHA-256 of a text, in hexadecimal digits.</summary>
    public static string HexOf(string text) => Convert.ToHexStringLower(HashOf(text));
}

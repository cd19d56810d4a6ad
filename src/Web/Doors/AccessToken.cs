using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Granary.Files;

namespace Granary.Web.Doors;

/// <summary>What lets somebody in: whoever has it may do everything that HTTP offers.</summary>
public sealed class AccessToken
{
    private const string Prefix = "grn_";
    private const int RandomBytes = 32;

    private readonly byte[] _hash;
    private readonly byte[] _cookieHash;

    private AccessToken(string text)
    {
        Text = text;
        CookieValue = Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(text), "cookie"u8));
        _hash = Hash(text);
        _cookieHash = Hash(CookieValue);
    }

    /// <summary>The token itself.</summary>
    public string Text { get; }

    /// <summary>What a browser keeps instead: it follows from the token, but the token does not follow from it.</summary>
    internal string CookieValue { get; }

    /// <summary>Makes a new token.</summary>
    public static AccessToken Create() => new(Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes)));

    /// <summary>Reads the token of a file; where there is none, makes one and keeps it there, for the file's owner alone.</summary>
    /// <param name="path">The file. Its directory is created where it is missing.</param>
    /// <exception cref="FormatException">The file holds no token, or cannot be read or written; the message says what to do.</exception>
    public static AccessToken OfFile(string path)
    {
        try
        {
            OwnerOnly.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            if (!File.Exists(path))
            {
                // Of several silos that start at once, one succeeds, and all read what it wrote.
                var text = Encoding.UTF8.GetBytes(Create().Text);
                DurableFile.TryCreate(path, file => RandomAccess.Write(file, text, 0));
            }

            return Read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"the token for HTTP cannot be kept in {path}: {e.Message} Start with --no-http to do without.", e);
        }
    }

    /// <summary>Whether a text is the token. Takes the same time whatever is wrong with it.</summary>
    internal bool Is(string? text) => text is not null && CryptographicOperations.FixedTimeEquals(Hash(text), _hash);

    /// <summary>Whether a text is the value of the cookie. Takes the same time whatever is wrong with it.</summary>
    internal bool IsCookie(string? text) => text is not null && CryptographicOperations.FixedTimeEquals(Hash(text), _cookieHash);

    private static AccessToken Read(string path)
    {
        var text = File.ReadAllText(path).Trim();
        return text.StartsWith(Prefix, StringComparison.Ordinal) && text.Length >= Prefix.Length + RandomBytes
            ? new AccessToken(text)
            : throw new FormatException($"found no token in {path}, expected {Prefix} and random letters: remove the file to get a new one.");
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}

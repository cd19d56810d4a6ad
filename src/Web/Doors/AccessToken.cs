using System.Security.Cryptography;
using System.Text;
using Granary.Files;
using Granary.Requests.Tokens;

namespace Granary.Web.Doors;

/// <summary>The token of the cluster's owner, who may do everything that HTTP offers.</summary>
public sealed class AccessToken
{
    private readonly byte[] _hash;
    private readonly byte[] _cookieHash;

    private AccessToken(string text)
    {
        Text = text;
        _hash = TokenText.HashOf(text);
        _cookieHash = TokenText.HashOf(TokenText.CookieOf(text));
    }

    /// <summary>The token itself.</summary>
    public string Text { get; }

    /// <summary>Makes a new token.</summary>
    public static AccessToken Create() => new(TokenText.Create());

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
    internal bool Is(string text) => CryptographicOperations.FixedTimeEquals(TokenText.HashOf(text), _hash);

    /// <summary>Whether a text is the value of its cookie. Takes the same time whatever is wrong with it.</summary>
    internal bool IsCookie(string text) => CryptographicOperations.FixedTimeEquals(TokenText.HashOf(text), _cookieHash);

    private static AccessToken Read(string path)
    {
        var text = File.ReadAllText(path).Trim();
        return text.StartsWith(TokenText.Prefix, StringComparison.Ordinal) && text.Length >= TokenText.Prefix.Length + TokenText.RandomBytes
            ? new AccessToken(text)
            : throw new FormatException($"found no token in {path}, expected {TokenText.Prefix} and random letters: remove the file to get a new one.");
    }
}

using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Wire.Multipart;

namespace HieImaging.Broker.Retrieving;

/// <summary>What form a WADO-RS caller takes its answer in, from Accept headers as
/// viewers really write them (PS3.18 8.7.4, 8.7.5).</summary>
internal abstract record AcceptDecision
{
    private AcceptDecision() { }

    /// <param name="Ask">The Accept that the archive gets.</param>
    /// <param name="Multipart">False: a single part without envelope, for one instance or one frame.</param>
    internal sealed record Accepted(string Ask, bool Multipart) : AcceptDecision
    {
        /// <summary>A conversion is asked for: that an archive can't do it says nothing of its health.</summary>
        public bool Converts { get; init; }
    }

    internal sealed record NotAcceptable : AcceptDecision;

    // An archive asked for no syntax converts to explicit little endian, and fails where it can't: ask for what it has (data: JPEG 2000).
    private const string AnySyntax = "*";

    /// <summary>For whole instances: application/dicom, in a multipart or, for one instance, alone.</summary>
    public static AcceptDecision ForInstances(string? accept, string? query, bool single)
    {
        foreach (var media in AcceptHeader.Of(accept, query))
        {
            var type = Innermost(media);
            if (media.Is("multipart/related")
                ? type is "application/dicom" or "*/*" or "application/*"
                : media.Type is "*/*" or "multipart/*")
                return Asking("application/dicom", Syntax(media), true);
            if (single && media.Is("application/dicom"))
                return Asking("application/dicom", Syntax(media), false);
        }
        return new NotAcceptable();
    }

    /// <summary>For frames: the archive's own bytes by default, or a media type that the caller names.</summary>
    public static AcceptDecision ForFrames(string? accept, string? query, bool single)
    {
        foreach (var media in AcceptHeader.Of(accept, query))
        {
            if (media.Is("multipart/related") || media.Type is "*/*" or "multipart/*")
            {
                var type = Innermost(media) is var named && named.EndsWith("/*", StringComparison.Ordinal)
                    ? "application/octet-stream"
                    : named;
                if (type == "application/octet-stream" || IsPixels(type))
                    return Asking(type, Syntax(media), true);
            }
            else if (single && (media.Is("application/octet-stream") || IsPixels(media.Type)))
                return Asking(media.Type, Syntax(media), false);
        }
        return new NotAcceptable();
    }

    /// <summary>For metadata: DICOM JSON.</summary>
    public static AcceptDecision ForMetadata(string? accept, string? query) =>
        AcceptHeader.Of(accept, query).Any(media => media.Type is "application/dicom+json" or "application/json" or "application/*" or "*/*")
            ? new Accepted("application/dicom+json", false)
            : new NotAcceptable();

    /// <summary>For bulk data: bytes as they are.</summary>
    public static AcceptDecision ForBulkdata(string? accept, string? query) =>
        AcceptHeader.Of(accept, query).Any(media => media.Is("multipart/related")
                || media.Type is "*/*" or "multipart/*" or "application/*" or "application/octet-stream"
                || IsPixels(media.Type))
            ? new Accepted("multipart/related; type=\"application/octet-stream\"; transfer-syntax=*, */*;q=0.5", true)
            : new NotAcceptable();

    private static AcceptDecision Asking(string type, string? syntax, bool multipart) =>
        syntax is null ? new NotAcceptable() : new Accepted($"multipart/related; type=\"{type}\"; transfer-syntax={syntax}", multipart)
        {
            Converts = syntax != AnySyntax || type is not ("application/dicom" or "application/octet-stream"),
        };

    // type="image/jp2; transfer-syntax=…" occurs: what is before the semicolon is the type.
    private static string Innermost(MediaType media) =>
        (media["type"]?.Split(';')[0].Trim() is { Length: > 0 } type ? type : "*/*").ToLowerInvariant();

    // "*" where nothing is asked; a UID as asked; anything else can't be had.
    private static string? Syntax(MediaType media)
    {
        if (media["transfer-syntax"] is not { Length: > 0 } asked || asked == AnySyntax)
            return AnySyntax;
        return Oid.TryParse(asked, out var uid) ? uid.Text : null;
    }

    private static bool IsPixels(string type) =>
        type is "image/jpeg" or "image/jp2" or "image/jpx" or "image/jls" or "image/jphc" or "image/x-jls" or "image/dicom-rle"
        or "image/x-dicom-rle" or "video/mpeg" or "video/mp4" or "video/mpeg2";
}

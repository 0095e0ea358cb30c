using System.Text;
using System.Text.Json;
using System.Security.Cryptography;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Keeping;

/// <summary>What was ever said under a number, as it lies in the store: written once, never changed.</summary>
internal static class SourceWords
{
    /// <summary>An entry to be kept.</summary>
    /// <param name="Body">The Patient of a word.</param>
    internal sealed record Said(string Source, SaidWord Word, string Actor, string Cause, byte[]? Body);

    /// <summary>Keeps entries of different numbers, in the session's batch; the same said twice is one.</summary>
    public static void Keep(DocumentSession session, IReadOnlyList<Said> entries)
    {
        T[] Each<T>(Func<Said, T> value) => [.. entries.Select(value)];
        session.Enqueue($"""
            insert into identity.source_word (source_id, said_at, digest, kind, actor, cause, received_at, body)
            select said.source, said.at, said.digest, said.kind, said.actor, said.cause, {session.Now},
                case when exists (select from identity.source_word same
                                  where same.source_id = said.source and same.digest = said.digest and same.body is not null)
                     then null else said.body end
            from unnest({Each(one => one.Source)}, {Each(one => one.Word.SaidAt)}, {Each(one => one.Word.Digest)},
                        {Each(one => KindOf(one.Word.Kind))}, {Each(one => one.Actor)}, {Each(one => one.Cause)}, {Each(one => one.Body)})
              as said (source, at, digest, kind, actor, cause, body)
            on conflict (source_id, said_at, digest) do nothing
            """);
    }

    /// <summary>A word as it was read.</summary>
    /// <param name="Source">Under which number it was said.</param>
    internal sealed record Kept(string Source, SaidKind Kind, DateTimeOffset SaidAt, string Digest, string Actor, byte[]? Body)
    {
        /// <summary>As said of a number: its own, or the one that it was renumbered to.</summary>
        public SaidWord Of(string id, PatientIdentifier number, PatientIdentifier own)
        {
            if (Body is null)
                return new SaidWord(Kind, SaidAt, Digest, null);
            var body = number == own ? Body : RenumberedPatient.Of(Body, own, number);
            using var patient = JsonDocument.Parse(body);
            return new SaidWord(Kind, SaidAt, Digest,
                PatientReader.Read(patient.RootElement, body, id, number, IdentityOrigin.Feed, Actor, SaidAt) with { SaidAt = SaidAt });
        }
    }

    /// <summary>All entries of these numbers, those too that the session keeps.</summary>
    public static async Task<ILookup<string, Kept>> ReadAsync(
        DocumentSession session, IReadOnlyCollection<string> sources, CancellationToken cancellation) =>
        (await session.QueryBehindWritesAsync($"""
            select word.source_id, word.kind, word.said_at, word.digest, word.actor,
                   coalesce(word.body, (select same.body from identity.source_word same where same.source_id = word.source_id
                                        and same.digest = word.digest and same.body is not null limit 1))
            from identity.source_word word where word.source_id = any({sources})
            """,
            row => new Kept(row.GetString(0), KindOf(row.GetString(1)), row.GetFieldValue<DateTimeOffset>(2), row.GetString(3), row.GetString(4),
                row.IsDBNull(5) ? null : row.GetFieldValue<byte[]>(5)),
            cancellation)).ToLookup(kept => kept.Source, StringComparer.Ordinal);

    /// <summary>Of a steward's acceptance of one word.</summary>
    /// <param name="word">That word's digest.</param>
    public static string DigestOfAcceptance(string word) => DigestOf($"{KindOf(SaidKind.OverlayAccepted)} {word}");

    /// <summary>Of an entry that has no content but its kind.</summary>
    public static string DigestOf(SaidKind kind) => DigestOf(KindOf(kind));

    private static string DigestOf(string said) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(said)));

    private static string KindOf(SaidKind kind) => kind switch
    {
        SaidKind.Word => "word",
        SaidKind.Removal => "removal",
        SaidKind.OverlayAccepted => "overlay-accepted",
        SaidKind.OverlayRefused => "overlay-refused",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static SaidKind KindOf(string kind) => kind switch
    {
        "word" => SaidKind.Word,
        "removal" => SaidKind.Removal,
        "overlay-accepted" => SaidKind.OverlayAccepted,
        _ => SaidKind.OverlayRefused,
    };
}

using System.Runtime.CompilerServices;
using System.Text;
using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.Identity.Loading;

/// <summary>NDJSON: a FHIR Patient a line, read as it comes; a line that is too long is refused, not kept.</summary>
internal static class NdjsonPatients
{
    public static async IAsyncEnumerable<LoadRecord> ReadAsync(
        Stream stream, AssigningAuthority authority, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var (number, line) in BoundedLines.ReadAsync(stream, cancellation))
            if (line is null)
                yield return new LoadRecord.Refused(number, "the line is longer than 1 MiB");
            else if (line.AsSpan().ContainsAnyExcept(" \t\r"u8))
                yield return LoadJudgement.Of(number, WithoutMark(number, line), authority);
    }

    private static ReadOnlyMemory<byte> WithoutMark(long number, byte[] line) =>
        number == 1 && line.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? line.AsMemory(3) : line;
}

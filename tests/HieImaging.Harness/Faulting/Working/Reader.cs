using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HieImaging.PretendFacility.Domains;

namespace HieImaging.Harness.Faulting.Working;

/// <summary>A read that is about to be made, and what must be true of its answer.</summary>
/// <param name="Hospital">Who holds what is asked for.</param>
/// <param name="Wrong">Gets the answer; says what is wrong with it, or null.</param>
internal sealed record PlannedRead(ReadKind Kind, string Hospital, string Client, string Path, string Accept, Func<byte[], string?, string?> Wrong);

/// <summary>What the clinicians of the hospitals read next. What was acknowledged must be found, and nothing that is short may end as if it were
/// whole.</summary>
internal sealed class Reader(FaultSite site, Ledger ledger, int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>The next read; null while there is nothing to be read yet. Called by one at a time.</summary>
    public PlannedRead? Next() => _random.Next(100) switch
    {
        < 50 => ByStudy(),
        < 72 => ByNumber(ReadKind.ByOwnNumber),
        < 90 => ByNumber(ReadKind.ByOthersNumber),
        _ => Retrieve(null),
    };

    /// <summary>The images of a study that is in an archive; null while there is none.</summary>
    /// <param name="hospital">Whose; null: anybody's.</param>
    public PlannedRead? Retrieve(PretendHospital? hospital)
    {
        if (ledger.AnyStudy(_random, study => study is { HasImages: true, Instances: > 0 } && (hospital is null || study.Hospital == hospital)) is not { } seen)
            return null;
        return new PlannedRead(
            ReadKind.Retrieve, seen.Study.Hospital.Id, Ehr(), $"dicomweb/at/{seen.Study.Hospital.Id}/studies/{seen.Study.Uid}",
            "multipart/related; type=\"application/dicom\"; transfer-syntax=*",
            (body, boundary) => !ledger.IsStill(seen) || Parts(body, boundary) == seen.Instances
                ? null
                : $"study {seen.Study.Uid} came with {Parts(body, boundary)} of {seen.Instances} instances and a clean end");
    }

    private PlannedRead? ByStudy() => ledger.AnyStudy(_random, _ => true) is { } seen
        ? new PlannedRead(
            ReadKind.ByStudy, seen.Study.Hospital.Id, Ehr(), "fhir/ImagingStudy?identifier=" + Uri.EscapeDataString("urn:oid:" + seen.Study.Uid),
            "application/fhir+json", (body, _) => ledger.IsStill(seen) ? Missed(seen, FoundStudies.In(body)) : null)
        : null;

    private PlannedRead? ByNumber(ReadKind kind)
    {
        if (ledger.AnyPerson(_random) is not { } person)
            return null;
        var holder = person.At[_random.Next(2)];
        var acknowledged = kind == ReadKind.ByOwnNumber ? ledger.StudiesOf(person, holder) : [];
        var number = person.NumbersFrom(holder)[kind == ReadKind.ByOwnNumber ? 0 : 1];
        return new PlannedRead(
            kind, holder.Id, Ehr(), $"fhir/ImagingStudy?patient.identifier={Uri.EscapeDataString(number)}&_count=100", "application/fhir+json",
            (body, _) => FoundStudies.In(body) is var found
                ? acknowledged.Where(ledger.IsStill).Select(seen => Missed(seen, found)).FirstOrDefault(missed => missed is not null)
                : null);
    }

    private static string? Missed(SeenStudy seen, IReadOnlyDictionary<string, IReadOnlyList<int>> found)
    {
        var instances = found.GetValueOrDefault(seen.Study.Uid, []);
        return instances.SequenceEqual(seen.Instances == 0 ? [] : new[] { seen.Instances })
            ? null
            : $"study {seen.Study.Uid} ({seen.Study.BornBy}) was found with [{string.Join(", ", instances)}] instances, acknowledged are {seen.Instances}";
    }

    private string Ehr() => site.Sites[_random.Next(site.Sites.Count)].Hospital.Ehr;

    private static int Parts(byte[] body, string? boundary)
    {
        var (count, mark) = (0, Encoding.ASCII.GetBytes($"--{boundary}\r\n"));
        for (var rest = body.AsSpan(); rest.IndexOf(mark) is >= 0 and var at; count++)
            rest = rest[(at + mark.Length)..];
        return count;
    }
}

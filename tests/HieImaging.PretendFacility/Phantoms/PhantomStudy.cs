using System.Security.Cryptography;
using System.Text;
using HieImaging.Dicom;
using HieImaging.Dicom.Files;
using HieImaging.PretendFacility.Archives;

namespace HieImaging.PretendFacility.Phantoms;

/// <summary>A study to be made. The same hospital and accession give the same UIDs and bytes every time.</summary>
public sealed record PhantomStudy
{
    public required string Hospital { get; init; }
    public required PhantomPerson Person { get; init; }
    public required string PatientId { get; init; }
    public required string Accession { get; init; }
    public required string Description { get; init; }

    /// <summary>The scanner's local time.</summary>
    public DateTime Started { get; init; } = new(2024, 3, 5, 9, 30, 0, DateTimeKind.Unspecified);

    public required IReadOnlyList<PhantomSeries> Series { get; init; }

    public string StudyUid => Uid("study");

    public string SeriesUid(int series) => Uid($"series {series}");

    public string SopUid(int series, int instance) => Uid($"series {series} instance {instance}");

    public string FrameOfReferenceUid => Uid("frame of reference");

    /// <summary>Every instance of the study as a Part 10 file.</summary>
    public IEnumerable<HeldInstance> Instances() =>
        from series in Enumerable.Range(0, Series.Count)
        from instance in Enumerable.Range(0, Series[series].Instances)
        select Instance(series, instance);

    /// <summary>One instance as a Part 10 file; both counted from 0.</summary>
    public HeldInstance Instance(int series, int instance)
    {
        var file = new DicomFile(PhantomInstance.Of(this, series, instance), DicomTransferSyntax.ExplicitVRLittleEndian);
        return new HeldInstance(StudyUid, SeriesUid(series), SopUid(series, instance), file.ToArray());
    }

    private string Uid(string what)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{Hospital}|{Accession}|{what}"));
        return DicomUID.Of(new Guid(hash.AsSpan(0, 16))).UID;
    }
}

using System.Globalization;
using System.Text;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Dicom;
using HieImaging.Manifests;
using HieImaging.Manifests.KeyObjects;
using HieImaging.PretendFacility.Domains;

namespace HieImaging.Bench.Registering;

/// <summary>
/// A key object written once, of which any number of studies are stamped: every UID, number and name of a study holds its ten digits, so that
/// another study is another ten digits at the same places. Making one costs the sender next to nothing.
/// </summary>
internal sealed class KeyObjectTemplate
{
    private const string StudyMark = "7777777777", PatientMark = "8888888888", Root = "1.2.276.0.99";
    private const int StudiesOfPatient = 4;

    private readonly byte[] _bytes;
    private readonly int[] _study, _patient;

    private KeyObjectTemplate(byte[] bytes) =>
        (_bytes, _study, _patient) = (bytes, Places(bytes, StudyMark), Places(bytes, PatientMark));

    /// <summary>Bytes of each.</summary>
    public int Length => _bytes.Length;

    /// <param name="instances">Of a CT study in series of 100.</param>
    public static KeyObjectTemplate Of(PretendHospital hospital, int instances)
    {
        var study = $"{Root}.{StudyMark}";
        return new KeyObjectTemplate(KeyObjectWriter.Write(new Manifest
        {
            KeyObject = SopInstanceUid.Parse(study + ".9"),
            Title = ManifestTitle.Manifest,
            Role = ManifestRole.Manifest,
            Content = Noon(15),
            Patient = new ManifestPatient
            {
                Identifier = hospital.Patient(PatientMark),
                Name = $"Backfill{PatientMark}^Bea",
                BirthDate = new DateOnly(1961, 3, 14),
                Sex = "F",
            },
            Study = new ManifestStudy
            {
                Uid = StudyInstanceUid.Parse(study),
                Started = Noon(12),
                Accessions = [new(StudyMark, AssigningAuthority.Parse(hospital.AccessionAuthority))],
                Description = "CT chest with contrast",
                StudyId = StudyMark,
                Series = [.. Enumerable.Range(0, instances).Chunk(100).Select((chunk, series) => new ManifestSeries
                {
                    Uid = SeriesInstanceUid.Parse($"{study}.{series + 1}"),
                    Modality = "CT",
                    Number = series + 1,
                    Description = "Axial 1 mm",
                    Locations = [new(RetrieveLocationUid.Parse(hospital.RetrieveLocationUid), hospital.Id.ToUpperInvariant(), null)],
                    Instances = [.. chunk.Select((_, place) => new ManifestInstance(
                        SopInstanceUid.Parse($"{study}.{series + 1}.{1001 + place}"),
                        DicomUID.CTImageStorage.UID, place + 1))],
                })],
            },
        }));
    }

    /// <summary>The key object of a study; four in a row are one patient's.</summary>
    /// <param name="number">Not negative.</param>
    public byte[] Stamp(long number)
    {
        var stamped = new byte[_bytes.Length];
        Stamp(number, stamped);
        return stamped;
    }

    public void Stamp(long number, Span<byte> to)
    {
        _bytes.CopyTo(to);
        Write(to, _study, number);
        Write(to, _patient, number / StudiesOfPatient);
    }

    private static void Write(Span<byte> to, int[] places, long number)
    {
        Span<byte> digits = stackalloc byte[10];
        (1_000_000_000 + number).TryFormat(digits, out _, provider: CultureInfo.InvariantCulture);
        foreach (var place in places)
            digits.CopyTo(to[place..]);
    }

    private static int[] Places(byte[] bytes, string mark)
    {
        var places = new List<int>();
        var sought = Encoding.ASCII.GetBytes(mark);
        for (var at = 0; bytes.AsSpan(at).IndexOf(sought) is >= 0 and var next; at += next + sought.Length)
            places.Add(at + next);
        return [.. places];
    }

    private static Moment Noon(int hour) => new(new DateOnly(2024, 3, 5), new TimeOnly(hour, 30), null);
}

using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Manifests;

namespace HieImaging.Tests.Manifests;

/// <summary>Manifests of a hospital that does not exist: one by hand, and any number by chance.</summary>
internal static class SomeManifest
{
    private static readonly string[] SopClasses =
        ["1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.4", "1.2.840.10008.5.1.4.1.1.88.33", "1.2.840.10008.5.1.4.1.1.9.1.1", "1.2.840.10008.5.1.4.1.1.66.4"];

    private static readonly string[] Names = ["Müller^Jörg", "Yamada^Tarou=山田^太郎=やまだ^たろう", "Κωνσταντίνου^Άννα^Μαρία^Dr^", "O'Neil^Ann"];

    public static Manifest Of(string keyObject, int day, params string[] instances) => new()
    {
        KeyObject = SopInstanceUid.Parse(keyObject),
        Title = ManifestTitle.Manifest,
        Role = ManifestRole.Manifest,
        Content = new Moment(new DateOnly(2026, 1, day), null, null),
        Patient = new ManifestPatient { Identifier = Patient("P1") },
        Study = new ManifestStudy
        {
            Uid = StudyInstanceUid.Parse("1.2.3"),
            Description = "as of day " + day,
            Series = [new ManifestSeries
            {
                Uid = SeriesInstanceUid.Parse("1.2.3.1"), Modality = "CT",
                Instances = [.. instances.Select(uid => new ManifestInstance(SopInstanceUid.Parse(uid), SopClasses[0]))],
            }],
        },
    };

    public static Manifest Rejecting(string keyObject, int day, params string[] instances) =>
        Of(keyObject, day, instances) with { Title = new CodedConcept("113001", "DCM", "Rejected for Quality Reasons"), Role = ManifestRole.Rejection };

    public static PatientIdentifier Patient(string value) => PatientIdentifier.Create(AssigningAuthority.Parse("1.3.6.1.4.1.21367.13.20.1"), value);

    /// <summary>Anything that a key object can say, so that writing and reading it again loses nothing.</summary>
    public static Manifest Any(Random random)
    {
        int? offset = random.Next(3) == 0 ? null : random.Next(-14, 15) * 60;
        T? Maybe<T>(T value)
            where T : class => random.Next(3) == 0 ? null : value;
        Moment When() => new(new DateOnly(random.Next(1990, 2027), random.Next(1, 13), random.Next(1, 29)), random.Next(3) == 0 ? null : new TimeOnly(random.Next(24), random.Next(60), random.Next(60)), offset);
        var study = "1.2.3." + random.Next(1, 99999);
        return new Manifest
        {
            KeyObject = SopInstanceUid.Parse($"{study}.9.{random.Next()}"),
            OwnStudy = StudyInstanceUid.Parse(study),
            Title = ManifestTitle.Manifest,
            Role = ManifestRole.Manifest,
            Content = When(),
            Created = Maybe(When()),
            Patient = new ManifestPatient
            {
                Identifier = Patient("P" + random.Next(9999)),
                Name = Maybe(Names[random.Next(Names.Length)]),
                BirthDate = random.Next(2) == 0 ? null : new DateOnly(1950, 5, random.Next(1, 29)),
                Sex = Maybe("F"),
                Others = random.Next(2) == 0 ? [] : [PatientIdentifier.Create(AssigningAuthority.Parse("2.16.840.1.113883.4.1"), "99912" + random.Next(9999))],
            },
            Study = new ManifestStudy
            {
                Uid = StudyInstanceUid.Parse(study),
                Started = Maybe(When()),
                Accessions = [.. Enumerable.Range(0, random.Next(3)).Select(i => new Accession($"ACC{i}", AssigningAuthority.Parse("1.2.3.5")) { PlacerOrder = Maybe("PO" + i) })],
                Description = Maybe("Schädel nativ"),
                Procedure = Maybe(new CodedConcept("36643-5", "LN", "XR Chest 2 Views")),
                ReferringPhysician = Maybe("Referrer^Rita^^Dr"),
                StudyId = Maybe("S1"),
                Series = [.. Enumerable.Range(1, random.Next(1, 4)).Select(number => new ManifestSeries
                {
                    Uid = SeriesInstanceUid.Parse($"{study}.{number}"),
                    Modality = "CT",
                    Number = random.Next(2) == 0 ? null : number,
                    Description = Maybe("Serie " + number),
                    BodyPart = Maybe("HEAD"),
                    Region = Maybe(new CodedConcept("69536005", "SCT", "Head")),
                    Started = Maybe(When()),
                    Locations = random.Next(3) == 0 ? [] : [new SeriesLocation(RetrieveLocationUid.Parse("1.2.7." + number), Maybe("NORTH"), Maybe("http://pacs/rs"))],
                    Instances = [.. Enumerable.Range(1, random.Next(1, 6)).Select(i => new ManifestInstance(
                        SopInstanceUid.Parse($"{study}.{number}.{i}"), SopClasses[random.Next(SopClasses.Length)], random.Next(2) == 0 ? null : i, random.Next(4) == 0 ? 12 : null, Maybe("Titel")))],
                })],
            },
        };
    }
}

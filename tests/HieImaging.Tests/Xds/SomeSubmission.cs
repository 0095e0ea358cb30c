using HieImaging.Xds.Metadata;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Tests.Xds;

/// <summary>Submissions to start from: one that is right, and as many as a seed gives.</summary>
internal static class SomeSubmission
{
    public static Submission Good() => Of(new Random(7), 1, 0);

    public static Submission Of(Random random, int entries, int folders)
    {
        var all = new Submission
        {
            Set = new SubmissionSet
            {
                EntryUuid = "SubmissionSet01", UniqueId = Oid(random), SourceId = Oid(random), PatientId = Cx(random), SubmissionTime = "20260501101500",
                ContentTypeCode = Code(random), Authors = [Author(random)], IntendedRecipients = Some(random, () => Text(random)),
                Title = Maybe(random, () => Text(random)), Comments = Maybe(random, () => Text(random)), ExtraSlots = Extra(random),
            },
            Entries = [.. Enumerable.Range(1, entries).Select(i => Entry(random, $"Document{i:00}"))],
            Folders = [.. Enumerable.Range(1, folders).Select(i => new Folder
            {
                EntryUuid = $"Folder{i:00}", UniqueId = Oid(random), PatientId = Cx(random), Codes = [Code(random)], Title = Text(random),
                LastUpdateTime = Maybe(random, () => "2026"), ExtraSlots = Extra(random),
            })],
        };
        var members = all.Entries.Select(e => e.EntryUuid).Concat(all.Folders.Select(f => f.EntryUuid)).Select((id, i) => new Association
        {
            EntryUuid = $"Association{i}", Type = AssociationType.HasMember, Source = all.Set.EntryUuid, Target = id, SubmissionSetStatus = "Original",
            PreviousVersion = Maybe(random, () => "1"), ExtraSlots = Extra(random),
        });
        var replaces = new Association
        {
            EntryUuid = "Replaces", Type = AssociationType.Replace, Source = all.Entries[0].EntryUuid, Target = "urn:uuid:" + Guid.NewGuid(),
            Documentation = Maybe(random, () => Code(random)),
        };
        return all with { Associations = [.. members, replaces] };
    }

    private static DocumentEntry Entry(Random random, string id) => new()
    {
        EntryUuid = id, MimeType = "application/dicom", UniqueId = Oid(random), PatientId = Cx(random), SourcePatientId = Cx(random),
        SourcePatientInfo = ["PID-3|" + Cx(random), "PID-5|" + Text(random)], LogicalId = Maybe(random, () => "urn:uuid:" + Guid.NewGuid()),
        Version = Maybe(random, () => "2"), AvailabilityStatus = Maybe(random, () => Approved), HomeCommunityId = Maybe(random, () => "urn:oid:1.2.3"),
        ClassCode = Code(random), TypeCode = Code(random), FormatCode = Code(random), FacilityTypeCode = Code(random), PracticeSettingCode = Code(random),
        ConfidentialityCodes = [Code(random)], EventCodes = Some(random, () => Code(random)), Authors = Some(random, () => Author(random)),
        LegalAuthenticator = Maybe(random, () => Text(random)), CreationTime = "20260501", ServiceStartTime = "202605010800", ServiceStopTime = "2026",
        LanguageCode = "en", Title = Maybe(random, () => Text(random)), Comments = Maybe(random, () => Text(random)),
        ReferenceIds = Some(random, () => $"{random.Next()}^^^&{Oid(random)}&ISO^{ReferenceId.Accession}"),
        RepositoryUniqueId = Maybe(random, () => Oid(random)), Hash = Maybe(random, () => new string('a', 40)),
        Size = random.Next(2) == 0 ? null : random.NextInt64(), Uri = Maybe(random, () => "http://x/" + new string('u', random.Next(1, 900))),
        DocumentAvailability = Maybe(random, () => "urn:ihe:iti:2010:DocumentAvailability:Online"), LimitedMetadata = random.Next(5) == 0,
        ExtraSlots = Extra(random),
    };

    private const string Approved = AvailabilityStatus.Approved;

    private static Author Author(Random random) => new()
    {
        Person = Maybe(random, () => Text(random)), Institutions = Some(random, () => Text(random)), Roles = Some(random, () => Text(random)),
        Specialties = Some(random, () => Text(random)), Telecommunications = Some(random, () => Text(random)),
    };

    private static Code Code(Random random) => new(Text(random), Text(random), Maybe(random, () => Text(random)));

    private static IReadOnlyList<Slot> Extra(Random random) =>
        [.. Enumerable.Range(0, random.Next(3)).Select(i => new Slot($"urn:example:{i}", Some(random, () => Text(random))))];

    private static string Oid(Random random) => $"1.2.{random.Next()}.{random.Next()}";

    private static string Cx(Random random) => $"{random.Next()}^^^&{Oid(random)}&ISO";

    private static string Text(Random random)
    {
        const string Letters = "aZ0 &<>\"'^|~éß中😀-";
        var runes = Letters.EnumerateRunes().ToArray();
        return "t" + string.Concat(Enumerable.Range(0, random.Next(1, 20)).Select(_ => runes[random.Next(runes.Length)])) + "t";
    }

    private static T? Maybe<T>(Random random, Func<T> value) where T : class => random.Next(2) == 0 ? null : value();

    private static IReadOnlyList<T> Some<T>(Random random, Func<T> value) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => value())];
}

using System.Text.Json;
using System.Xml.Linq;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Dicom;
using HieImaging.Dicom.Files;
using HieImaging.Manifests;
using HieImaging.Manifests.KeyObjects;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Feeding;
using HieImaging.SystemTests.Harness;
using HieImaging.Tests.Xds;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Soap;
using HieImaging.Xds.Vocabulary;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.SystemTests.Stories;

/// <summary>Real manifests: those of the toolkit's metadata go in by RAD-68 with it as it is, the others by STOW-RS; all come back and are found.</summary>
public abstract class CorpusManifestStories(Exchange exchange, ITestOutputHelper output) : RegistryStory(exchange)
{
    /// <summary>Authority of the departments' numbers in the toolkit's metadata.</summary>
    private const string Department = "1.3.6.1.4.1.21367.1800.13.20.1000";

    /// <summary>The issuer that the MADO manifest names.</summary>
    private const string Acme = "1.3.6.1.4.1.19376.1.1.100.1";

    [Fact]
    public async Task Every_key_object_of_the_corpus_comes_back_byte_for_byte_and_is_found_by_patient_study_and_accession()
    {
        if (Checkout.Corpus is not { } corpus)
        {
            output.WriteLine("The corpus is absent.");
            return;
        }
        var hospital = Exchange.FreshHospital();
        // the department's numbers, and those of the one manifest that names its issuer
        await MayAssertAsync(hospital, new DomainAuthority { Oid = Department }, new DomainAuthority { Oid = Acme, Namespace = "ACME_HOSPITAL" });
        var metadata = MetadataByUniqueId(Path.Combine(corpus, "ihe", "xdsi-metadata"));
        var (provided, stored) = (0, 0);
        foreach (var path in Directory.EnumerateFiles(Path.Combine(corpus, "dicom", "kos"), "*.dcm").Order(StringComparer.Ordinal))
        {
            var bytes = await File.ReadAllBytesAsync(path);
            var dataset = DicomFile.Open(bytes).Dataset;
            var uid = dataset.GetString(DicomTag.SOPInstanceUID)!;
            if (metadata.TryGetValue(uid, out var request))
            {
                await ProvideAsItIs(hospital, request, bytes, Path.GetFileName(path));
                provided++;
            }
            else
            {
                using var answer = await Source.StowAsync(hospital.Id, [bytes], await Exchange.TokenAsync(hospital.Pacs), CancellationToken.None);
                Assert.True(answer.IsSuccessStatusCode, $"{Path.GetFileName(path)}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
                stored++;
            }
            await IsFound(hospital, uid, bytes, dataset, metadata.ContainsKey(uid), Path.GetFileName(path));
        }
        output.WriteLine($"{provided} by RAD-68 with the toolkit's metadata, {stored} by STOW-RS");
        Assert.True(provided >= 16 && stored > 0, $"{provided} by RAD-68, {stored} by STOW-RS");
    }

    [Fact]
    public async Task Easts_study_under_two_patient_ids_is_two_resources_and_neither_shows_the_others_instances()
    {
        if (Checkout.Corpus is not { } corpus)
        {
            output.WriteLine("The corpus is absent.");
            return;
        }
        var hospital = Exchange.FreshHospital();
        var files = Directory.EnumerateFiles(Path.Combine(corpus, "dicom", "east", "st10-Frank_N_Study"), "*.dcm", SearchOption.AllDirectories)
            .Select(path => DicomFile.Open(File.ReadAllBytes(path)).Dataset).ToList();
        var study = Assert.Single(files.Select(file => file.GetString(DicomTag.StudyInstanceUID)!).Distinct());
        var patients = files.GroupBy(file => file.GetString(DicomTag.PatientID)!).ToList();
        Assert.Equal(2, patients.Count);
        foreach (var patient in patients)
        {
            using var answer = await Source.StowAsync(hospital.Id, [KeyObjectWriter.Write(ManifestOf(hospital, [.. patient]))],
                await Exchange.TokenAsync(hospital.Pacs), CancellationToken.None);
            Assert.True(answer.IsSuccessStatusCode, $"STOW-RS: {(int)answer.StatusCode}");
        }

        Assert.Equal(2, Matches(await SearchAsync(hospital.Ehr, "ImagingStudy?identifier=" + study)).Count);
        foreach (var patient in patients)
            Assert.Equal(
                patient.Select(file => file.GetString(DicomTag.SOPInstanceUID)!).Order(StringComparer.Ordinal),
                InstancesOf(await StudyAsync(hospital.Ehr, ByNumber(hospital, patient.Key))).Order(StringComparer.Ordinal));
        Assert.Equal(409, await StatusAsync($"dicomweb/at/{hospital.Id}/studies/{study}", hospital.Ehr, "*/*"));
    }

    private static Manifest ManifestOf(PretendHospital hospital, IReadOnlyList<DicomDataset> files) => new()
    {
        KeyObject = SopInstanceUid.Parse(DicomUID.New().UID),
        Title = ManifestTitle.Manifest,
        Role = ManifestRole.Manifest,
        Patient = new ManifestPatient { Identifier = hospital.Patient(files[0].GetString(DicomTag.PatientID)!) },
        Study = new ManifestStudy
        {
            Uid = StudyInstanceUid.Parse(files[0].GetString(DicomTag.StudyInstanceUID)!),
            Series = [.. files.GroupBy(file => file.GetString(DicomTag.SeriesInstanceUID)!).Select(series => new ManifestSeries
            {
                Uid = SeriesInstanceUid.Parse(series.Key),
                Modality = series.First().GetString(DicomTag.Modality),
                Instances = [.. series.Select(file =>
                    new ManifestInstance(SopInstanceUid.Parse(file.GetString(DicomTag.SOPInstanceUID)!), file.GetString(DicomTag.SOPClassUID)!))],
            })],
        },
    };

    private async Task ProvideAsItIs(PretendHospital hospital, XElement request, byte[] bytes, string name)
    {
        ToolkitMetadata.WithUniqueIds(request, () => DicomUID.New().UID);
        var submission = SubmissionReader.Read(request, SubmissionKind.Provide).Submission!;
        await FeedAsync(new PretendPatient { Number = submission.Set.Patient!.Value }, PretendDomain.IdentitySource);
        var part = SoapPart.Of("kos@hieimaging", "application/dicom", bytes);
        var body = new XElement(Ns.Xdsb + "ProvideAndRegisterDocumentSetRequest", request,
            new XElement(Ns.Xdsb + "Document", new XAttribute("id", submission.Entries[0].EntryUuid),
                new XElement(Ns.Xop + "Include", new XAttribute("href", "cid:" + part.ContentId))));
        var answer = await Source.Soap(await Exchange.TokenAsync(hospital.Pacs))
            .SendAsync(new Uri(Exchange.Address, "xds/repository"), SoapAction.ProvideAndRegister, body, [part], CancellationToken.None);
        var response = answer.Body is null ? null : RegistryResponse.Read(answer.Body);
        Assert.True(response?.Status == ResponseStatus.Success, $"{name}: {answer.Fault?.Reason} {string.Join("; ", response?.Errors ?? [])}");
    }

    private async Task IsFound(PretendHospital hospital, string uid, byte[] bytes, DicomDataset dataset, bool department, string name)
    {
        var (content, code) = await DocumentAsync(hospital.Ehr, uid);
        Assert.True(content is not null, $"{name}: {code}");
        Assert.True(content!.Value.Span.SequenceEqual(bytes), name);

        var patient = Uri.EscapeDataString($"urn:oid:{AuthorityOf(hospital, dataset, department)}|{dataset.GetString(DicomTag.PatientID)}");
        foreach (var item in dataset.GetSequence(DicomTag.CurrentRequestedProcedureEvidenceSequence))
        {
            var study = item.GetString(DicomTag.StudyInstanceUID)!;
            Assert.True((await StudiesAsync(hospital.Ehr, $"patient.identifier={patient}&_count=100")).Contains(study), $"{name} by patient");
            Assert.True((await StudiesAsync(hospital.Ehr, $"identifier=urn:dicom:uid%7Curn:oid:{study}")).Contains(study), $"{name} by study");
            if (study == dataset.GetString(DicomTag.StudyInstanceUID) && dataset.GetString(DicomTag.AccessionNumber) is { Length: > 0 } accession)
                Assert.True((await StudiesAsync(hospital.Ehr, $"identifier={Uri.EscapeDataString(accession)}")).Contains(study), $"{name} by accession");
        }
    }

    private static string AuthorityOf(PretendHospital hospital, DicomDataset dataset, bool department) =>
        department ? Department : dataset.GetString(DicomTag.IssuerOfPatientID) == "ACME_HOSPITAL" ? Acme : hospital.Authority.Oid.Text;

    private static Dictionary<string, XElement> MetadataByUniqueId(string folder)
    {
        var found = new Dictionary<string, XElement>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            if (ToolkitMetadata.Load(file) is { } request)
                foreach (var uniqueId in UniqueIds(request))
                    found.TryAdd(uniqueId, request);
        return found;
    }

    private static IEnumerable<string> UniqueIds(XElement request) => request.Descendants(Ns.Rim + "ExternalIdentifier")
        .Where(one => one.Attribute("identificationScheme")?.Value == Scheme.EntryUniqueId)
        .Select(one => one.Attribute("value")?.Value).OfType<string>();
}

[Collection(InOneProcess.Name)]
public sealed class CorpusManifestStoriesInOneProcess(OneProcess exchange, ITestOutputHelper output) : CorpusManifestStories(exchange, output);

[Collection(InOneProcessARole.Name)]
public sealed class CorpusManifestStoriesInOneProcessARole(OneProcessARole exchange, ITestOutputHelper output) : CorpusManifestStories(exchange, output);

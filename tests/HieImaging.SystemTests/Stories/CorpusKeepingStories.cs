using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Manifests;
using HieImaging.Manifests.DocumentEntries;
using HieImaging.Manifests.KeyObjects;
using HieImaging.SystemTests.Harness;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.SystemTests.Stories;

/// <summary>
/// The real manifests, kept in their hospital's own repository: each is fetched byte for byte, and its studies are found. In an exchange of
/// its own, for a document is in an exchange once, and another story submits the same ones.
/// </summary>
public sealed class CorpusKeepingStories(WithoutBroker exchange, ITestOutputHelper output) : KeepingStory(exchange), IClassFixture<WithoutBroker>
{
    private const string Department = "1.3.6.1.4.1.21367.1800.13.20.1000";
    private const string Acme = "1.3.6.1.4.1.19376.1.1.100.1";

    [Fact]
    public async Task Every_key_object_of_the_corpus_is_fetched_and_its_studies_are_found()
    {
        if (Checkout.Corpus is not { } corpus)
        {
            output.WriteLine("The corpus is absent.");
            return;
        }
        var (hospital, repository) = Exchange.KeepingHospital();
        await MayAssertAsync(hospital, new DomainAuthority { Oid = Department, DefaultFor = [] }, new DomainAuthority { Oid = Acme, Namespace = "ACME_HOSPITAL" });
        var terms = new CustodianTerms { DefaultAuthority = hospital.Authority, AuthorityNamed = _ => AssigningAuthority.Parse(Acme) };
        var studies = new HashSet<string>(StringComparer.Ordinal);
        var registered = 0;
        var patientId = (await FreshDomainIdAsync()).Cx;
        foreach (var path in Directory.EnumerateFiles(Path.Combine(corpus, "dicom", "kos"), "*.dcm").Order(StringComparer.Ordinal))
        {
            var bytes = await File.ReadAllBytesAsync(path);
            var manifests = Assert.IsType<KeyObjectReading.Manifests>(KeyObjectReader.Read(bytes, terms)).Of;
            var submission = SymbolicIds.Resolve(DocumentEntryWriter.Write(manifests, bytes, new EntryFacts
            {
                Codes = new StowCodes(), PatientId = patientId, SourceId = hospital.SourceId, SubmittedAt = DateTimeOffset.UnixEpoch,
            }));
            repository.Hold(submission.Entries[0].UniqueId!, bytes);
            var response = await Source.RegisterAsync(
                submission with { Entries = [submission.Entries[0] with { RepositoryUniqueId = hospital.RepositoryUniqueId }] },
                await Exchange.TokenAsync(hospital.Pacs), CancellationToken.None);
            Assert.True(response.Status == ResponseStatus.Success, $"{Path.GetFileName(path)}: {string.Join("; ", response.Errors)}");
            registered++;
            studies.UnionWith(manifests.Where(manifest => manifest.Role == ManifestRole.Manifest).Select(manifest => manifest.Study.Uid.Text));
        }
        await Deadline.Until("all are fetched", async () => await Exchange.ScalarAsync($"""
            select count(*) from registry.awaited_document awaited join registry.document_entry entry on entry.id = awaited.document_entry
            where entry.custodian = '{hospital.Id}' and not refused
            """) is 0L);

        Assert.Equal(0L, await Exchange.ScalarAsync($"select count(*) from registry.awaited_document awaited join registry.document_entry entry on entry.id = awaited.document_entry where entry.custodian = '{hospital.Id}'"));
        foreach (var study in studies)
            Assert.NotEmpty(Matches(await SearchAsync(hospital.Ehr, "ImagingStudy?identifier=" + study)));
        output.WriteLine($"{registered} documents, {studies.Count} studies");
        Assert.Equal(26, registered);
    }
}

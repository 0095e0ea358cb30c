using System.Text;
using System.Text.Json.Nodes;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Governance.Onboarding;
using HieImaging.RecordLocator.Keys;
using Xunit;

namespace HieImaging.Tests.Governance;

public sealed class DomainFileCheckTests
{
    private const string Good = """
        {
          "oid": "1.2.3", "homeCommunityId": "1.2.4", "repositoryUniqueId": "1.2.5",
          "patientIdDomain": { "oid": "1.2.6", "mode": "fed", "feeder": "mpi" },
          "authorities": [ { "oid": "1.2.7", "namespace": "NORTH", "feeder": "north", "usedBy": ["north"], "defaultFor": ["north"] } ],
          "trustedIdentifiers": [ "urn:oid:2.16.840.1.113883.4.1" ],
          "participants": [
            { "id": "north", "name": "North", "oid": "1.2.8", "kinds": ["facility", "ehr"], "timeZone": "America/Chicago", "sourceIds": ["1.2.9"],
              "archives": [ { "retrieveLocationUids": ["1.2.10", "1.2.11"], "default": true, "dicomWeb": "http://127.0.0.1:8042/dicom-web" } ],
              "clients": [ { "id": "north-pacs", "actsFor": ["north"], "scopes": ["RAD-68"], "purposes": ["TREAT"] } ] },
            { "id": "mpi", "name": "Identity source", "kinds": ["identity-source"] }
          ]
        }
        """;

    [Fact]
    public void A_good_file_has_no_problems()
    {
        var (file, problems) = DomainFileCheck.Read(Encoding.UTF8.GetBytes(Good));
        Assert.Empty(problems);
        Assert.NotNull(file);
    }

    [Theory]
    [InlineData("\"oid\": \"1.2.3\"", "\"oid\": \"1.02.3\"", "oid is not an OID")]
    [InlineData("\"name\": \"North\"", "\"nmae\": \"North\"", "Not an affinity-domain file")]
    [InlineData("\"mode\": \"fed\"", "\"mode\": \"other\"", "Not an affinity-domain file")]
    [InlineData("\"feeder\": \"mpi\"", "\"feeder\": \"nobody\"", "no participant")]
    [InlineData("\"actsFor\": [\"north\"]", "\"actsFor\": [\"nobody\"]", "no participant")]
    [InlineData("\"scopes\": [\"RAD-68\"]", "\"scopes\": [\"RAD-68 RAD-107\"]", "is not a scope")]
    [InlineData("\"purposes\": [\"TREAT\"]", "\"purposes\": [\"TREATMENT\"]", "purpose TREATMENT")]
    [InlineData("\"purposes\": [\"TREAT\"]", "\"purposes\": [\"TREAT\"], \"jwks\": {\"keys\": [{\"kty\": \"oct\", \"k\": \"AAAA\", \"kid\": \"a\"}]}", "secret")]
    [InlineData("\"purposes\": [\"TREAT\"]", "\"purposes\": [\"TREAT\"], \"certificates\": [\"sha1:00\"]", "sha256")]
    [InlineData("http://127.0.0.1:8042/dicom-web", "http://user:secret@127.0.0.1/dicom-web", "without credentials")]
    [InlineData("America/Chicago", "America/Springfield", "time zone")]
    [InlineData("\"1.2.10\", \"1.2.11\"", "\"1.2.10\", \"1.2.10\"", "means two archives")]
    [InlineData("\"id\": \"mpi\"", "\"id\": \"mpi\", \"id\": \"mpi\"", "Not an affinity-domain file")]
    [InlineData("urn:oid:2.16.840.1.113883.4.1", "2.16.840.1.113883.4.1", "trustedIdentifiers")]
    public void A_file_with_a_fault_is_refused_with_its_reason(string good, string bad, string reason)
    {
        var text = Good.Replace(good, bad, StringComparison.Ordinal);
        Assert.NotEqual(Good, text);
        var (file, problems) = DomainFileCheck.Read(Encoding.UTF8.GetBytes(text));
        Assert.Null(file);
        Assert.Contains(problems, problem => problem.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public void The_example_and_the_schema_are_of_one_mind()
    {
        var folder = Path.Combine(Architecture.Repository.Root, "profiles", "affinity-domain");
        var (file, problems) = DomainFileCheck.Read(Uncommented(File.ReadAllText(Path.Combine(folder, "example.jsonc"))));
        Assert.Empty(problems);
        Assert.NotNull(file);

        // every member that the code reads is described, and nothing else is
        var definitions = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "affinity-domain.schema.json")))!["$defs"]!.AsObject();
        foreach (var (name, type) in new (string, Type)[]
                 {
                     ("domain", typeof(AffinityDomainFile)), ("patientIdDomain", typeof(PatientIdDomain)), ("authority", typeof(DomainAuthority)),
                     ("codes", typeof(DomainCodes)), ("stow", typeof(StowCodes)), ("participant", typeof(Participant)), ("repository", typeof(ParticipantRepository)),
                     ("archive", typeof(ParticipantArchive)), ("dimse", typeof(DimseAddress)), ("client", typeof(ParticipantClient)),
                 })
            Assert.Equal(
                type.GetProperties().Where(member => member.CanWrite).Select(member => char.ToLowerInvariant(member.Name[0]) + member.Name[1..]).Order(),
                definitions[name]!["properties"]!.AsObject().Select(property => property.Key).Order());
    }

    [Fact]
    public void Each_participant_is_an_Organization_and_each_location_an_Endpoint_at_the_nodes_own_address()
    {
        var (file, _) = DomainFileCheck.Read(Encoding.UTF8.GetBytes(Good));
        var derived = DomainResources.Of(file!, new ResourceIds(new byte[32]), "https://hie.example.org");
        Assert.Equal(2, derived.Organizations.Count);
        Assert.Equal(3, derived.Endpoints.Count);                                                            // two locations, and the default archive
        Assert.Equal(3, derived.Endpoints.Select(endpoint => endpoint.Id).Distinct().Count());
        Assert.All(derived.Endpoints, endpoint => Assert.Equal("https://hie.example.org/dicomweb/at/north", (string?)endpoint.Resource["address"]));
        Assert.DoesNotContain(derived.Endpoints, endpoint => endpoint.Resource.ToJsonString().Contains("8042", StringComparison.Ordinal));
        Assert.Equal(["1.2.10", "1.2.11", null], derived.Endpoints.Select(endpoint => (string?)endpoint.Resource["extension"]!.AsArray()
            .FirstOrDefault(extension => (string?)extension!["url"] == EndpointWriter.LocationExtension)?["valueString"]));
    }

    private static byte[] Uncommented(string text) => Encoding.UTF8.GetBytes(
        string.Join('\n', text.Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))));
}

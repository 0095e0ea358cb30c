using System.Globalization;
using HieImaging.AffinityDomain.Participants;
using HieImaging.PretendFacility.Domains;
using Xunit;

namespace HieImaging.SystemTests.Harness;

/// <summary>
/// The domain of which the OpenHIE client-registry conformance messages speak, once for each of their tests: facilities TEST_HARNESS, _A and
/// _B that feed TEST, TEST_A and TEST_B, and who gives out national ids. No authority is meant where none is said.
/// </summary>
public sealed class RegistryConformance() : Exchange([null]), IAsyncLifetime
{
    public const int Tests = 18;

    private const string Arc = "2.16.840.1.113883.3.72.5.9";

    protected override bool HasArchive => false;

    protected override int FreshHospitals => 0;

    protected override int TroubledHospitals => 0;

    protected override int KeepingHospitals => 0;

    /// <summary>MSH-4 of a test's messages, and what its authorities' namespaces begin with.</summary>
    public static string Ground(int test) => "G" + test.ToString("00", CultureInfo.InvariantCulture);

    protected override Task<string> NewBusAsync() => Task.FromResult("memory:");

    protected override PretendDomain DomainOf(IReadOnlyList<PretendHospital> hospitals) => new() { Hospitals = hospitals, Also = With };

    private static AffinityDomainFile With(AffinityDomainFile file)
    {
        var members = (from test in Enumerable.Range(1, Tests) from name in (string[])["TEST", "TEST_A", "TEST_B", "NID"] select (test, name)).ToList();
        return file with
        {
            Authorities = [.. file.Authorities, .. members.Select(one => AuthorityOf(one.test, one.name))],
            Participants = [.. file.Participants, .. members.Select(one => ParticipantOf(one.test, one.name))],
            TrustedIdentifiers = [.. file.TrustedIdentifiers, .. Enumerable.Range(1, Tests).Select(test => "urn:oid:" + OidOf(test, "NID"))],
        };
    }

    private static DomainAuthority AuthorityOf(int test, string name) => new()
    {
        Oid = OidOf(test, name), Namespace = Ground(test) + name, Feeder = IdOf(test, name), UsedBy = [IdOf(test, name)],
    };

    private static Participant ParticipantOf(int test, string name) => new()
    {
        Id = IdOf(test, name), Name = name, Oid = OidOf(test, name) + ".1", Kinds = [ParticipantKind.Facility, ParticipantKind.Ehr],
        Clients =
        [
            new ParticipantClient
            {
                Id = IdOf(test, name) + "-adt", ActsFor = [IdOf(test, name)], Scopes = ["ITI-8", "ITI-30", "ITI-9", "ITI-21"], Purposes = ["TREAT"],
                Mllp = [$"{(name == "NID" ? "NID_AUTH" : name.Replace("TEST", "TEST_HARNESS", StringComparison.Ordinal))}|{Ground(test)}"],
            },
        ],
    };

    // 02 writes an authority by its OID
    private static string OidOf(int test, string name) => (test, name) == (2, "TEST")
        ? Arc + ".1"
        : string.Create(CultureInfo.InvariantCulture, $"{Arc}.{100 + test}.{Array.IndexOf(["TEST", "TEST_A", "TEST_B", "NID"], name) + 1}");

    private static string IdOf(int test, string name) =>
        $"{Ground(test)}-{name}".ToLowerInvariant().Replace('_', '-');
}

using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Manifests;
using HieImaging.Manifests.KeyObjects;
using HieImaging.Registry.Fetching;
using HieImaging.Registry.Submitting;
using HieImaging.Tests.Manifests;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using Xunit;
using static HieImaging.Tests.Registry.Situations;

namespace HieImaging.Tests.Registry;

public sealed class FetchDecisionTests
{
    private static readonly Manifest Kept = Manifest() with { Study = SomeManifest.Of(KeyObject, 1, "2.25.9").Study };
    private static readonly byte[] Bytes = KeyObjectWriter.Write(Kept);

    [Fact]
    public void What_was_registered_is_registered() =>
        Assert.Equal(KeyObject, Assert.Single(Assert.IsType<FetchDecision.Registered>(On(Registered(), Bytes)).Manifests).KeyObject.Text);

    public static TheoryData<string, string> Refusals { get; } = new()
    {
        { "another byte", RegistryErrorCode.NonIdenticalHash },
        { "a byte more", RegistryErrorCode.NonIdenticalSize },
        { "no key object", ManifestRefusal.NotDicom },
        { "the key object of another uniqueId", HospitalRepository.AnotherDocument },
        { "another patient's", RegistryErrorCode.PatientIdDoesNotMatch },
        { "a patient of an authority that is not the custodian's", RegistryErrorCode.RegistryMetadataError },
        { "metadata that disagrees, in a strict domain", RegistryErrorCode.RegistryMetadataError },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_is_not_the_document_is_refused(string wrong, string reason)
    {
        byte[] page = "<html/>"u8.ToArray();
        var decision = wrong switch
        {
            "another byte" => On(Registered(), [.. Bytes[..^1], (byte)(Bytes[^1] ^ 1)]),
            "a byte more" => On(Registered(), [.. Bytes, 0]),
            "no key object" => On(Registered(page), page),
            "the key object of another uniqueId" => On(Registered() with { UniqueId = "2.25.2" }, Bytes),
            "another patient's" => On(Registered() with { SourcePatientId = $"N-2^^^&{NorthOid}&ISO" }, Bytes),
            "a patient of an authority that is not the custodian's" => On(Registered() with { SourcePatientId = $"N-1^^^&{SouthOid}&ISO" }, Bytes),
            _ => On(Registered() with { EventCodes = [new Code("US", "1.2.840.10008.2.16.4", null)] }, Bytes, CodesMode.Strict),
        };
        Assert.Equal(reason, Assert.IsType<FetchDecision.Refused>(decision).Reason);
    }

    [Fact]
    public void An_emptied_key_object_takes_the_place_of_another_and_stands_nowhere_else()
    {
        var empty = KeyObjectWriter.Write(Kept with { Study = Kept.Study with { Series = [] } });
        Assert.Empty(Assert.IsType<FetchDecision.Registered>(On(Registered(empty), empty, replaces: true)).Manifests);
        Assert.Equal(ManifestRefusal.NoEvidence, Assert.IsType<FetchDecision.Refused>(On(Registered(empty), empty)).Reason);
    }

    [Fact]
    public void A_document_of_delayed_assembly_has_no_size_to_compare()
    {
        var delayed = Registered() with { Size = 0, Hash = "da39a3ee5e6b4b0d3255bfef95601890afd80709" };
        Assert.IsType<FetchDecision.Registered>(On(delayed, Bytes));
    }

    [Fact]
    public void What_is_not_there_now_is_asked_for_again()
    {
        var domain = Domain();
        var decision = FetchDecision.On(
            Registered(), false, new RepositoryAnswer.Unavailable(RegistryErrorCode.RepositoryBusy), domain, domain.Participant("north")!, ManifestBounds.Default);
        Assert.Equal(RegistryErrorCode.RepositoryBusy, Assert.IsType<FetchDecision.Again>(decision).Reason);
    }

    [Fact]
    public void What_was_not_asked_for_is_postponed_and_no_failure()
    {
        var domain = Domain();
        var decision = FetchDecision.On(
            Registered(), false, new RepositoryAnswer.NotAsked(FetchTurn.Paused, TimeSpan.FromSeconds(7)), domain, domain.Participant("north")!,
            ManifestBounds.Default);
        Assert.Equal(new FetchDecision.Postponed(FetchTurn.Paused, TimeSpan.FromSeconds(7)), decision);
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(5, 160)]
    [InlineData(10, 3600)]
    [InlineData(1000, 3600)]
    public void It_is_asked_for_again_longer_and_longer_apart(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new FetchOptions().WaitAfter(failures));

    private static DocumentEntry Registered(byte[]? bytes = null) => Entry() with
    {
        RepositoryUniqueId = "1.2.3", Hash = IncomingSubmission.HashOf(bytes ?? Bytes).ToUpperInvariant(), Size = (bytes ?? Bytes).Length,
        EventCodes = [.. Kept.Study.Modalities.Select(modality => new Code(modality, "1.2.840.10008.2.16.4", null))],
    };

    private static FetchDecision On(DocumentEntry entry, byte[] bytes, CodesMode mode = CodesMode.Warn, bool replaces = false)
    {
        var domain = Domain(mode);
        return FetchDecision.On(entry, replaces, new RepositoryAnswer.Found(bytes), domain, domain.Participant("north")!, ManifestBounds.Default);
    }
}

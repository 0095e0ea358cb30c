using HieImaging.Registry.Documents;
using HieImaging.Registry.Withdrawing;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Vocabulary;
using Xunit;
using static HieImaging.Tests.Registry.Situations;

namespace HieImaging.Tests.Registry;

public sealed class UpdateDecisionTests
{
    [Fact]
    public void An_approved_entry_of_ones_own_is_deprecated_as_its_next_version()
    {
        var accepted = Assert.IsType<UpdateDecision.Accepted>(On(Update(), Registered()));
        var entry = Assert.Single(accepted.Entries);
        Assert.False(entry.Entry.IsApproved);
        Assert.Equal(2, entry.Version);
    }

    public static TheoryData<string, string> Refusals { get; } = new()
    {
        { "it is not there", RegistryErrorCode.UnresolvedReference },
        { "it is the other hospital's", RegistryErrorCode.UnresolvedReference },
        { "it is deprecated already", RegistryErrorCode.MetadataVersion },
        { "it is another patient's", RegistryErrorCode.PatientIdDoesNotMatch },
        { "the new status is no status", RegistryErrorCode.MetadataUpdate },
        { "nothing is updated", RegistryErrorCode.MetadataUpdateOperation },
        { "it is updated twice", RegistryErrorCode.MetadataUpdateOperation },
        { "the set's uniqueId stands for something else", RegistryErrorCode.DuplicateUniqueIdInRegistry },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_is_wrong_is_refused_with_the_standards_code(string wrong, string code)
    {
        var decision = wrong switch
        {
            "it is not there" => On(Update(), null),
            "it is the other hospital's" => On(Update(), Registered(custodian: "south")),
            "it is deprecated already" => On(Update(), Registered(approved: false)),
            "it is another patient's" => On(Update(), Registered() with { Entry = Registered().Entry with { PatientId = $"D-2^^^&{DomainOid}&ISO" } }),
            "the new status is no status" => On(Update(one => one with { NewStatus = "Gone" }), Registered()),
            "nothing is updated" => On(Update() with { Associations = [] }, Registered()),
            "it is updated twice" => On(Update() with { Associations = [.. Update().Associations, .. Update().Associations] }, Registered()),
            _ => On(Update(), Registered(), new RegisteredSet(Update().Set, "north", "north", [9], [])),
        };
        Assert.Contains(code, Assert.IsType<UpdateDecision.Refused>(decision).Errors.Select(error => error.Code));
    }

    [Fact]
    public void The_same_update_again_changes_nothing() => Assert.IsType<UpdateDecision.Repeated>(
        On(Update(), Registered(approved: false), new RegisteredSet(Update().Set, "north", "north", UpdateDecision.DigestOf(Update()), [])));

    private static UpdateDecision On(Submission update, RegisteredEntry? target, RegisteredSet? before = null) => UpdateDecision.On(
        Caller(Domain()), update, before,
        target is null ? new Dictionary<string, RegisteredEntry>() : new Dictionary<string, RegisteredEntry> { [OldEntryId] = target }, []);

    private static Submission Update(Func<Association, Association>? change = null)
    {
        var update = Association(AssociationType.UpdateAvailabilityStatus, SetId, OldEntryId) with
        {
            OriginalStatus = AvailabilityStatus.Approved, NewStatus = AvailabilityStatus.Deprecated,
        };
        return new Submission
        {
            Set = new SubmissionSet { EntryUuid = SetId, UniqueId = "2.25.700", PatientId = PatientId },
            Associations = [change is null ? update : change(update)],
        };
    }
}

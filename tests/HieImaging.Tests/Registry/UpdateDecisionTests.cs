using HieImaging.AffinityDomain.Participants;
using HieImaging.Registry.Documents;
using HieImaging.Registry.Updating;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Vocabulary;
using Xunit;
using static HieImaging.Tests.Registry.Situations;
using static HieImaging.Tests.Registry.Updates;

namespace HieImaging.Tests.Registry;

public sealed class UpdateDecisionTests
{
    [Fact]
    public void An_approved_entry_of_ones_own_is_deprecated_as_its_next_version()
    {
        var entry = Assert.Single(Accepted(Status(OldEntryId), Knows(Registered())).Entries);
        Assert.False(entry.Entry.IsApproved);
        Assert.Equal(2, entry.Version);
    }

    [Fact]
    public void A_new_version_takes_the_place_of_the_one_before()
    {
        var done = Accepted(NewVersion(entry => entry with { Title = "corrected" }), Knows(Registered()));
        var (before, now) = Assert.Single(done.Successions);
        Assert.Equal((OldEntryId, EntryId), (before, now.Id));
        Assert.Equal((1, "2", true, "corrected"), (now.Version, now.Entry.Version, now.Entry.IsApproved, now.Entry.Title));
        Assert.False(done.Entries.Single(entry => entry.Id == OldEntryId).Entry.IsApproved);
    }

    [Fact]
    public void NIST_12320_a_new_version_of_a_withdrawn_document_stays_withdrawn() =>
        Assert.False(Assert.Single(Accepted(NewVersion(), Knows(Registered(approved: false))).Entries).Entry.IsApproved);

    [Fact]
    public void What_was_said_of_the_version_before_is_said_of_the_new_one()
    {
        var other = Registered("2.25.1001") with { Entry = Registered("2.25.1001").Entry with { EntryUuid = OtherId, LogicalId = OtherId } };
        var state = Knows(Registered(), other) with
        {
            Folders = [SomeFolder()],
            Associations =
            [
                Stored(Association(AssociationType.Append, OldEntryId, OtherId)),
                Stored(Association(AssociationType.HasMember, FolderId, OldEntryId)),
                Stored(Association(AssociationType.HasMember, EarlierSetId, OldEntryId)),
                Stored(Association(AssociationType.Replace, OldEntryId, OtherId), approved: false),
            ],
        };
        var done = Accepted(NewVersion(), state);
        Assert.Equal(
            [(AssociationType.Append, EntryId, OtherId), (AssociationType.HasMember, FolderId, EntryId)],
            done.Associations.Where(one => !one.IsOfSubmission).Select(one => (one.Association.Type, one.Association.Source, one.Association.Target)).Order());
        Assert.Equal(Dtm.Write(Now), Assert.Single(done.Folders).Folder.LastUpdateTime);

        var kept = Accepted(NewVersion(propagation: "no"), state);
        Assert.DoesNotContain(kept.Associations, one => !one.IsOfSubmission);
    }

    [Fact]
    public void NIST_20000_a_folder_gets_a_new_version_with_its_documents()
    {
        var state = Knows(Registered()) with { Folders = [SomeFolder()], Associations = [Stored(Association(AssociationType.HasMember, FolderId, OldEntryId))] };
        var done = Accepted(NewFolder(), state);
        Assert.Equal([("1", false), ("2", true)], done.Folders.Select(folder => (folder.Folder.Version!, folder.IsApproved)).Order());
        Assert.Contains(done.Associations, one => one.Association.Source == NewFolderId && one.Association.Target == OldEntryId);
    }

    [Fact]
    public void NIST_20001_an_association_is_deprecated_and_approved_again()
    {
        var stored = Stored(Association(AssociationType.Append, OldEntryId, OtherId));
        var state = Knows(Registered()) with { Associations = [stored] };
        var gone = Assert.Single(Accepted(Status(stored.Id), state).Associations, one => one.Id == stored.Id);
        Assert.Equal((2, false), (gone.Version, gone.IsApproved));
        var back = Accepted(Status(stored.Id, AvailabilityStatus.Deprecated, AvailabilityStatus.Approved), state with { Associations = [gone] });
        Assert.True(Assert.Single(back.Associations, one => one.Id == stored.Id).IsApproved);
    }

    [Fact]
    public void NIST_20004_a_new_version_of_a_folder_is_deprecated_at_once()
    {
        var done = Accepted(With(NewFolder(), Status(NewFolderId)), new UpdateState { Folders = [SomeFolder()] });
        Assert.All(done.Folders, folder => Assert.False(folder.IsApproved));
    }

    [Fact]
    public void NIST_20005_an_association_is_submitted_and_deprecated_at_once()
    {
        var (submitted, id) = Submitting(AssociationType.Append, OldEntryId, OtherId);
        var done = Accepted(With(submitted, Status(id)), Knows(Registered(), Other()));
        var made = Assert.Single(done.Associations, one => one.Id == id);
        Assert.Equal((1, false), (made.Version, made.IsApproved));
    }

    [Fact]
    public void NIST_20006_an_association_of_the_new_version_is_submitted_where_none_are_propagated()
    {
        var (submitted, id) = Submitting(AssociationType.Append, EntryId, OtherId);
        Assert.Contains(Accepted(With(NewVersion(propagation: "no"), submitted), Knows(Registered(), Other())).Associations, one => one.Id == id);
    }

    [Fact]
    public void A_document_that_leaves_a_folder_or_comes_into_it_changes_when_the_folder_was_updated()
    {
        var member = Stored(Association(AssociationType.HasMember, FolderId, OldEntryId));
        var left = Accepted(Status(member.Id), Knows(Registered()) with { Folders = [SomeFolder()], Associations = [member] });
        Assert.Equal((2, Dtm.Write(Now)), (left.Folders[0].Version, left.Folders[0].Folder.LastUpdateTime));
        var (submitted, _) = Submitting(AssociationType.HasMember, FolderId, OldEntryId);
        var came = Accepted(submitted, Knows(Registered()) with { Folders = [SomeFolder()] });
        Assert.Equal((2, Dtm.Write(Now)), (came.Folders[0].Version, came.Folders[0].Folder.LastUpdateTime));
    }

    [Fact]
    public void The_same_update_again_changes_nothing()
    {
        foreach (var update in (Submission[])[Status(OldEntryId), NewVersion(), NewFolder()])
        {
            var state = Knows(Registered(approved: false)) with { Before = new RegisteredSet(update.Set, "north", "north", UpdateDecision.DigestOf(update), []) };
            Assert.IsType<UpdateDecision.Repeated>(UpdateDecision.On(Caller(Domain()), update, state, Now));
        }
    }

    [Fact]
    public void The_same_update_with_other_symbols_is_the_same_and_with_another_title_is_not()
    {
        var renamed = NewVersion() with { Entries = [NewVersion().Entries[0] with { EntryUuid = OtherId }] };
        renamed = renamed with { Associations = [renamed.Associations[0] with { Target = OtherId }] };
        Assert.Equal(UpdateDecision.DigestOf(NewVersion()), UpdateDecision.DigestOf(renamed));
        Assert.NotEqual(UpdateDecision.DigestOf(NewVersion()), UpdateDecision.DigestOf(NewVersion(entry => entry with { Title = "other" })));
    }

    [Fact]
    public void Metadata_that_disagrees_with_the_key_object_is_a_warning_or_in_a_strict_domain_a_refusal()
    {
        var state = Knows(Registered()) with { Manifests = new[] { Manifest() }.ToLookup(_ => OldEntryId) };
        var update = NewVersion(entry => entry with { EventCodes = [new Code("MR", "1.2.840.10008.2.16.4", null)] });
        var accepted = Assert.IsType<UpdateDecision.Accepted>(UpdateDecision.On(Caller(Domain()), update, state, Now));
        Assert.Contains(accepted.Warnings, warning => warning.Context.Contains("eventCodeList", StringComparison.Ordinal));
        Assert.IsType<UpdateDecision.Refused>(UpdateDecision.On(Caller(Domain(CodesMode.Strict)), update, state, Now));
    }

    [Fact]
    public void What_stands_under_a_number_that_was_given_up_is_updated_under_the_one_that_stays()
    {
        const string Stays = $"D-2^^^&{DomainOid}&ISO";
        var state = Knows(Registered(), Other()) with { Folders = [SomeFolder()] };
        var merged = state with { GivenUp = new GivenUpNumbers(new HashSet<string> { PatientId }) };
        foreach (var update in (Submission[])
        [
            Status(OldEntryId), Status(FolderId), NewVersion(entry => entry with { PatientId = Stays }), NewFolder(folder => folder with { PatientId = Stays }),
            Submitting(AssociationType.HasMember, FolderId, OtherId).Update,
        ])
        {
            var named = update with { Set = update.Set with { PatientId = Stays } };
            Accepted(named, merged);
            Assert.Contains(
                Assert.IsType<UpdateDecision.Refused>(UpdateDecision.On(Caller(Domain()), named, state, Now)).Errors,
                error => error.Code is RegistryErrorCode.PatientIdDoesNotMatch or RegistryErrorCode.PatientIdReconciliation);
        }
        // a submission has one patient: its objects do not go on naming the other number (TF-2 3.42.4.1.3.3)
        var two = NewVersion() with { Set = NewVersion().Set with { PatientId = Stays } };
        Assert.IsType<UpdateDecision.Refused>(UpdateDecision.On(Caller(Domain()), two, merged, Now));
    }

    private static UpdatedObjects Accepted(Submission update, UpdateState state)
    {
        var decision = UpdateDecision.On(Caller(Domain()), update, state, Now);
        return decision is UpdateDecision.Refused refused
            ? throw new Xunit.Sdk.XunitException(string.Join("; ", refused.Errors))
            : Assert.IsType<UpdateDecision.Accepted>(decision).Objects;
    }
}

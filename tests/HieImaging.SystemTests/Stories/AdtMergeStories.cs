using System.Text;
using HieImaging.Hl7v2.Framing;
using HieImaging.Hl7v2.Messages;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Feeding;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>What hospitals say over MLLP of two of their numbers: merged, renumbered, linked, unlinked.</summary>
public abstract class AdtMergeStories(Exchange exchange) : MessageStory(exchange)
{
    [Fact]
    public async Task A_merge_brings_the_studies_under_the_number_that_stays()
    {
        var person = FreshPerson();
        var stays = At(person);
        var goes = new Known(stays.Hospital, person, FreshPatientNumber(), FreshStudy(stays.Hospital, person));
        goes = goes with { Study = FreshStudy(stays.Hospital, person, goes.Number) };
        foreach (var known in (Known[])[stays, goes])
        {
            await SayAsync(Adt(known, "A04") with { Version = "2.3.1" });
            await PublishAsync(known.Hospital, known.Study);
        }
        await Exchange.SettledAsync();
        Assert.Equal(StudiesOf(stays), await FoundByAsync(stays));

        var merge = Adt(stays, "A40") with { Version = "2.3.1", Subsumed = goes.Number, SaidAt = Later(1) };
        await SayAsync(merge);

        Assert.Equal(StudiesOf(stays, goes), await FoundByAsync(stays));
        await SayAsync(merge with { ControlId = FreshControlId() });
        var reversed = Adt(goes, "A40") with { Subsumed = stays.Number, SaidAt = Later(2) };
        Assert.Equal(("AE", "207"), Told(await SendAsync(reversed)));
        Assert.Equal(StudiesOf(stays, goes), await FoundByAsync(stays));
    }

    [Fact]
    public async Task A_merge_before_its_feed_holds_when_that_comes()
    {
        var person = FreshPerson();
        var stays = At(person);
        var goes = stays with { Number = FreshPatientNumber() };
        goes = goes with { Study = FreshStudy(stays.Hospital, person, goes.Number) };
        await SayAsync(Adt(stays, "A40") with { Subsumed = goes.Number });
        await SayAsync(Adt(stays, "A28"));
        Assert.Equal(("AE", "204"), Told(await SendAsync(Adt(stays, "A40") with { Subsumed = goes.Number, SaidAt = Later(1) })));

        await SayAsync(Adt(goes, "A28"));
        await PublishAsync(goes.Hospital, goes.Study);

        await Exchange.SettledAsync();
        Assert.Equal(StudiesOf(goes), await FoundByAsync(stays));
    }

    [Fact]
    public async Task A_new_number_for_the_same_patient_finds_what_the_old_one_had()
    {
        var old = At(FreshPerson());
        await SayAsync(Adt(old, "A28"));
        await PublishAsync(old.Hospital, old.Study);
        await Exchange.SettledAsync();
        var now = old with { Number = FreshPatientNumber() };

        await SayAsync(Adt(now, "A47") with { Subsumed = old.Number, SaidAt = Later(1) });

        Assert.Equal(StudiesOf(old), await FoundByAsync(now));
    }

    [Fact]
    public async Task Two_records_of_a_hospital_are_linked_and_unlinked_by_its_word()
    {
        var (one, another) = (At(FreshPerson()), FreshPerson());
        var other = one with { Person = another, Number = FreshPatientNumber() };
        other = other with { Study = FreshStudy(one.Hospital, another, other.Number) };
        foreach (var known in (Known[])[one, other])
        {
            await SayAsync(Adt(known, "A28"));
            await PublishAsync(known.Hospital, known.Study);
        }
        await Exchange.SettledAsync();
        var before = await BodiesAsync(one, ByNumber(one.Hospital, one.Number));

        await SayAsync(Adt(one, "A24") with { Patients = [PatientOf(one), PatientOf(other)], SaidAt = Later(1) });
        Assert.Equal(StudiesOf(one, other), await FoundByAsync(other));
        await SayAsync(Adt(one, "A37") with { Patients = [PatientOf(one), PatientOf(other)], SaidAt = Later(2) });

        Assert.Equal(StudiesOf(other), await FoundByAsync(other));
        Assert.Equal(before, await BodiesAsync(one, ByNumber(one.Hospital, one.Number)));
    }
}

[Collection(InOneProcess.Name)]
public sealed class AdtMergeStoriesInOneProcess(OneProcess exchange) : AdtMergeStories(exchange);

[Collection(InOneProcessARole.Name)]
public sealed class AdtMergeStoriesInOneProcessARole(OneProcessARole exchange) : AdtMergeStories(exchange);

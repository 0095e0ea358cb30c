using System.Text;
using HieImaging.Hl7v2.Framing;
using HieImaging.Hl7v2.Messages;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Feeding;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>Hospitals that speak HL7 v2: what their ADT says over MLLP is so from the acknowledgement on.</summary>
public abstract class AdtStories(Exchange exchange) : MessageStory(exchange)
{
    [Fact]
    public async Task A_study_is_found_by_the_number_of_either_hospital()
    {
        var trusted = FreshTrusted();
        var person = FreshPerson();
        var (one, other) = (At(person), At(person));
        await PublishAsync(one.Hospital, one.Study);
        await PublishAsync(other.Hospital, other.Study);
        await Exchange.SettledAsync();

        await SayAsync(Adt(one, "A01", trusted) with { Version = "2.3.1" });
        await SayAsync(Adt(other, "A28", trusted));

        Assert.Equal(StudiesOf(one, other), await FoundByAsync(one));
        Assert.Equal(StudiesOf(one, other), await FoundByAsync(other));
    }

    [Fact]
    public async Task A_message_has_its_effect_once_and_its_answer_again()
    {
        var known = At(FreshPerson());
        var message = Adt(known, "A31").ToMessage().ToBytes();
        await using var client = await ConnectAsync();

        var first = await client.SendAsync(message, CancellationToken.None);
        var again = await client.SendAsync(message, CancellationToken.None);
        var other = await client.SendAsync(
            Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(message).Replace("|F", "|M", StringComparison.Ordinal)), CancellationToken.None);

        Assert.Equal(first, again);
        Assert.Equal(("AA", null), Told(Read(first)));
        Assert.Equal(("AE", "205"), Told(Read(other)));
        Assert.Equal("female", (await PersonAsync(known)).GetProperty("gender").GetString());
    }

    [Fact]
    public async Task A_source_speaks_for_its_own_authority_alone()
    {
        var (known, other) = (At(FreshPerson()), At(FreshPerson()));
        await SayAsync(Adt(known, "A28"));
        var foreign = Adt(other, "A28") with { Patients = [PatientOf(known) with { Family = "Somebody" }], SaidAt = Later(1) };
        Assert.Equal(("AE", "207"), Told(await SendAsync(foreign)));
        var merge = Adt(other, "A40") with { Subsumed = other.Number, Patients = [PatientOf(known)], SaidAt = Later(1) };
        Assert.Equal(("AE", "207"), Told(await SendAsync(merge)));
        Assert.Equal(
            known.Person.Family, (await PersonAsync(known)).GetProperty("name")[0].GetProperty("family").GetString());
        var nobody = new PretendHospital("nobody", 9_999, null);
        Assert.Equal(("AR", "207"), Told(await SendAsync(Adt(known with { Hospital = nobody }, "A28"))));
    }

    [Theory]
    [InlineData("8859/1")]
    [InlineData("UNICODE UTF-8")]
    public async Task Names_are_of_the_character_set_that_the_message_says(string set)
    {
        var known = At(FreshPerson());
        var patient = PatientOf(known) with { Given = ["Zoë"] };
        await SayAsync(Adt(known, "A28") with { Patients = [patient], CharacterSet = Hl7CharacterSet.Of(set)! });
        Assert.Equal("Zoë", (await PersonAsync(known)).GetProperty("name")[0].GetProperty("given")[0].GetString());
    }

    [Fact]
    public async Task An_older_word_that_comes_later_undoes_nothing()
    {
        var known = At(FreshPerson());
        await SayAsync(Adt(known, "A31") with { Patients = [PatientOf(known) with { Given = ["Now"] }], SaidAt = Later(10) });
        await SayAsync(Adt(known, "A31") with { Patients = [PatientOf(known) with { Given = ["Then"] }], SaidAt = Later(1) });
        Assert.Equal("Now", (await PersonAsync(known)).GetProperty("name")[0].GetProperty("given")[0].GetString());
    }
}

[Collection(InOneProcess.Name)]
public sealed class AdtStoriesInOneProcess(OneProcess exchange) : AdtStories(exchange);

[Collection(InOneProcessARole.Name)]
public sealed class AdtStoriesInOneProcessARole(OneProcessARole exchange) : AdtStories(exchange);

using HieImaging.Hl7v2.Messages;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>ITI-9 and ITI-21 over MLLP, row by row of their tables in conformance.md.</summary>
public abstract class HealthQueryStories(Exchange exchange) : HealthQueryStory(exchange)
{
    [Fact]
    public async Task The_numbers_of_others_are_told_and_never_the_one_asked_by()
    {
        var trusted = FreshTrusted();
        var (one, other) = await LinkedAsync(trusted);

        var all = await PixAsync(one, Cx(one));
        var wanted = await PixAsync(one, Cx(one), $"^^^&{other.Hospital.Authority.Oid.Text}&ISO");
        var byNamespace = await PixAsync(one, $"{one.Number}^^^{Namespace(one.Hospital)}");
        var none = await PixAsync(one, Cx(one), $"^^^{Namespace(Exchange.FreshHospital())}");

        foreach (var answer in (Hl7Message[])[all, wanted, byNamespace])
        {
            Assert.Equal(("RSP", "K23", "AA", "OK"), (answer.Type, answer.Event, answer.First("MSA")![1].Text, answer.First("QAK")![2].Text));
            Assert.Equal([other.Number], answer.First("PID")![3].Repetitions.Select(number => number[1].Text));
            Assert.Equal("~^^^^^^S", answer.First("PID")![5].Raw);
        }
        Assert.Equal(("AA", "NF"), (none.First("MSA")![1].Text, none.First("QAK")![2].Text));
        Assert.Null(none.First("PID"));
    }

    [Fact]
    public async Task What_a_PIX_query_cannot_be_answered_is_told_by_its_place()
    {
        var known = At(FreshPerson());
        await FeedAsync(known);

        Refused(await PixAsync(known, $"{FreshPatientNumber()}^^^{Namespace(known.Hospital)}"), "QPD^1^3^1^1", "204");
        Refused(await PixAsync(known, $"{known.Number}^^^NOWHERE"), "QPD^1^3^1^4", "204");
        Refused(await PixAsync(known, known.Number), "QPD^1^3^1^4", "204");
        Refused(await PixAsync(known, Cx(known), "^^^NOWHERE"), "QPD^1^4^1", "204");
        Refused(await PixAsync(known, Cx(known), $"^^^{Namespace(known.Hospital)}~^^^&1.2.3.4.5&ISO"), "QPD^1^4^2", "204");
        Refused(await PixAsync(known, ""), "QPD^1^3", "101");
    }

    [Fact]
    public async Task Patients_are_found_by_names_as_written_begun_sounding_and_called()
    {
        var family = FreshWord() + "nes";
        var known = At(FreshPerson() with { Family = family, Given = "Jennifer" });
        await FeedAsync(known);
        var born = known.Person.Born.ToString("yyyyMMdd", null);

        foreach (var (elements, algorithm) in ((string, string)[])
        [
            ($"@PID.5.1^{family}~@PID.5.2^JENNIFER", ""), ($"@PID.5.1.1^{family.ToUpperInvariant()}", ""), ($"@PID.5.1^{family[..6]}*~@PID.5.2^JEN*", ""), ($"@PID.5.1^*{family[3..]}", ""),
            ($"@PID.5.1^{family[..^3]}nez~@PID.5.2^JENIPHER", "soundex"), ($"@PID.5.1^{family}~@PID.5.2^JENNY", "alias"),
            ($"@PID.5.1^{family}~@PID.7^{born}", ""), ($"@PID.5.1^{family}~@PID.7^{born[..6]}", ""), ($"@PID.5.1^{family}~@PID.7.1^{born[..4]}~@PID.8^F", ""),
            ($"@PID.3.1^{known.Number}~@PID.3.4.1^{Namespace(known.Hospital)}", ""), ($"@PID.3.1^{known.Number}~@PID.3.4.2^{known.Hospital.Authority.Oid.Text}~@PID.3.4.3^ISO", ""),
        ])
        {
            var answer = await PdqAsync(known, elements, algorithm);
            Assert.Equal(("RSP", "K22", "AA", "OK"), (answer.Type, answer.Event, answer.First("MSA")![1].Text, answer.First("QAK")![2].Text));
            var patient = Assert.Single(answer.All("PID"));
            Assert.Equal((known.Number, family, "Jennifer", born, "F"), (patient[3].First[1].Text, patient[5][1].Text, patient[5][2].Text, patient[7].Text, patient[8].Text));
        }
        foreach (var elements in (string[])[$"@PID.5.1^{family}~@PID.5.2^JASON", $"@PID.5.1^{family}~@PID.8^M", $"@PID.5.1^{family[..^3]}nez", $"@PID.7^190{born[3..4]}~@PID.5.1^{family}", $"@PID.3.1^{known.Number}~@PID.3.4.1^NOWHERE"])
            Assert.Equal(("AA", "NF"), Replied(await PdqAsync(known, elements)));
    }

    [Fact]
    public async Task Domains_narrow_who_is_found_and_which_numbers_are_told()
    {
        var (one, other) = await LinkedAsync(FreshTrusted());
        var elements = $"@PID.3.1^{one.Number}~@PID.3.4.1^{Namespace(one.Hospital)}";

        var both = await PdqAsync(one, elements);
        var narrowed = await PdqAsync(one, elements, "", $"^^^{Namespace(other.Hospital)}");
        var without = await PdqAsync(one, elements, "", $"^^^{Namespace(Exchange.FreshHospital())}");

        Assert.Equal(new[] { one.Number, other.Number }.Order(StringComparer.Ordinal), both.First("PID")![3].Repetitions.Select(number => number[1].Text!).Order(StringComparer.Ordinal));
        Assert.Equal([other.Number], narrowed.First("PID")![3].Repetitions.Select(number => number[1].Text));
        Assert.Equal(("AA", "NF"), Replied(without));
        Refused(await PdqAsync(one, elements, "", $"^^^{Namespace(one.Hospital)}~^^^NOWHERE"), "QPD^1^8^2", "204");
        Refused(await PdqAsync(one, "@PID.3.4.99^X"), "QPD^1^3^1^1", "204");
        Refused(await PdqAsync(one, "@PID.5.1^*"), "QPD^1^3", "101");
    }

    [Fact]
    public async Task More_than_was_asked_for_comes_page_by_page_each_once()
    {
        var family = FreshWord();
        var all = new List<string>();
        foreach (var given in (string[])["Ada", "Bo", "Cy", "Di", "Ed"])
        {
            var known = At(FreshPerson() with { Family = family, Given = given });
            await FeedAsync(known);
            all.Add(known.Number);
        }
        var asking = At(FreshPerson());

        var (found, further, left) = (new List<string>(), "", new List<string?>());
        do
        {
            var answer = await PdqAsync(asking, $"@PID.5.1^{family}", "", "", "2^RD", further);
            Assert.Equal("5", answer.First("QAK")![4].Text);
            left.Add(answer.First("QAK")![6].Text);
            found.AddRange(answer.All("PID").Select(patient => patient[3].First[1].Text!));
            further = answer.First("DSC")?.Raw ?? "";
        }
        while (further.Length > 0 && found.Count < 10);

        Assert.Equal(["3", "1", "0"], left);
        Assert.Equal(all.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_query_that_is_not_gone_on_with_is_acknowledged_and_its_pages_can_be_asked_for_anew()
    {
        var family = FreshWord();
        foreach (var given in (string[])["Ada", "Bo", "Cy"])
            await FeedAsync(At(FreshPerson() with { Family = family, Given = given }));
        var asking = At(FreshPerson());
        var first = await PdqAsync(asking, $"@PID.5.1^{family}", "", "", "2^RD");
        var (shown, further) = (Numbers(first), first.First("DSC")!.Raw);

        var cancelled = await AskAsync(asking.Hospital, "QCN^J01^QCN_J01", $"QID|{first.First("QAK")![1].Text}|IHE PDQ Query\r");

        // the acknowledgement of the general kind (ITI TF-2 3.21.4.3); nothing is kept between pages, so that there is nothing to let go of
        Assert.Equal(("ACK", "AA"), (cancelled.Type, cancelled.First("MSA")![1].Text));
        Assert.Null(cancelled.First("QAK"));
        Assert.Equal(shown, Numbers(await PdqAsync(asking, $"@PID.5.1^{family}", "", "", "2^RD")));
        Assert.Single(Numbers(await PdqAsync(asking, $"@PID.5.1^{family}", "", "", "2^RD", further)));
        // whoever may not ask may not cancel, and is told as with any other message
        var nobody = await AskAsync(new("nobody", 9_999, null), "QCN^J01^QCN_J01", "QID|T|IHE PDQ Query\r");
        Assert.Equal(("AR", "207"), (nobody.First("MSA")![1].Text, nobody.First("ERR")![3].Text));
    }

    [Fact]
    public async Task What_is_asked_is_told_in_the_trail()
    {
        var (one, _) = await LinkedAsync(FreshTrusted());
        await PixAsync(one, Cx(one));
        await PdqAsync(one, $"@PID.3.1^{one.Number}~@PID.3.4.1^{Namespace(one.Hospital)}");
        Assert.Equal(1L, await Exchange.ScalarAsync($"select count(*) from trust.audit_record where transaction = 'ITI-9' and client = '{one.Hospital.Adt}' and outcome = 0 and patient like 's-%'"));
        Assert.Equal(1L, await Exchange.ScalarAsync($"select count(*) from trust.audit_record where transaction = 'ITI-21' and client = '{one.Hospital.Adt}' and patient like 'p-%'"));
    }

    private static IReadOnlyList<string?> Numbers(Hl7Message answer) => [.. answer.All("PID").Select(patient => patient[3].First[1].Text)];

    private static void Refused(Hl7Message answer, string place, string code)
    {
        Assert.Equal(("AE", "AE"), Replied(answer));
        Assert.Equal((place, code), (answer.First("ERR")![2].Raw, answer.First("ERR")![3].Text));
        Assert.Null(answer.First("PID"));
    }

    // letters only; nobody else in the domain has it
    private static string FreshWord() => "Q" + string.Concat(Enumerable.Range(0, 8).Select(_ => (char)('a' + Random.Shared.Next(26))));
}

[Collection(InOneProcess.Name)]
public sealed class HealthQueryStoriesInOneProcess(OneProcess exchange) : HealthQueryStories(exchange);

[Collection(InOneProcessARole.Name)]
public sealed class HealthQueryStoriesInOneProcessARole(OneProcessARole exchange) : HealthQueryStories(exchange);

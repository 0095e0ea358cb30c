using System.Text;
using System.Text.Json;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Hl7v2.Messages;
using HieImaging.Identity.Merging;
using HieImaging.Identity.Receiving;
using Xunit;

namespace HieImaging.Tests.Identity;

public sealed class AdtReadingTests
{
    private static readonly string[] Senders = ["north"];
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("six", TimeSpan.FromHours(-6), null, null);

    [Theory]
    [InlineData("42^^^NORTH&1.2.1&ISO", null)]
    [InlineData("42^^^NORTH", null)]                            // by namespace
    [InlineData("42^^^&1.2.1&ISO", null)]                       // by OID
    [InlineData("42^^^OURS&1.2.1&ISO", null)]                   // a namespace that only its sender understands
    [InlineData("9^^^SOUTH~42^^^NORTH", null)]                  // the sender's own among others
    [InlineData("42^^^SOUTH&1.2.1&ISO", "204 PID^3^1^4")]       // namespace and OID disagree
    [InlineData("42", "204 PID^3^1^4")]                         // none, and none is meant
    [InlineData("42^^^&&", "204 PID^3^1^4")]
    [InlineData("42^^^ELSEWHERE", "204 PID^3^1^4")]
    [InlineData("42^^^&1.2.9&ISO", "204 PID^3^1^4")]
    [InlineData("42^^^&1.2.1&DNS", "204 PID^3^1^4")]
    [InlineData("42^^^SOUTH", "207 PID^3^1^4")]                 // another's
    [InlineData("42^^^ELSEWHERE~9^^^SOUTH", "207 PID^3^2^4")]
    [InlineData("42^^^NORTH~43^^^NORTH", "205 PID^3^1^")]
    [InlineData("^^^NORTH", "101 PID^3^1^1")]
    [InlineData("", "101 PID^3^1^")]
    [InlineData("\"\"^^^NORTH", "101 PID^3^1^")]                // to be forgotten: nobody's number
    [InlineData("\"\"", "101 PID^3^1^")]
    [InlineData("42^^^NORTH~\"\"^^^SOUTH", null)]
    public void A_patient_is_spoken_of_under_the_senders_own_number(string identifiers, string? refused)
    {
        var reading = Read("A08", $"PID|1||{identifiers}||DOE^JANE");
        if (refused is not null)
            Assert.Equal(refused, Told(reading));
        else
            Assert.Equal(("1.2.1", "42"), Assert.Single(Assert.IsType<AdtReading.Said>(reading).Words).Identifier is var own
                ? (own.Authority.Oid.Text, own.Value) : default);
    }

    [Fact]
    public void Where_the_domain_file_says_so_a_number_needs_no_authority()
    {
        var said = Assert.IsType<AdtReading.Said>(Read("A08", "PID|1||42||DOE^JANE", DomainOf(["north"])));
        Assert.Equal("1.2.1", said.Words[0].Identifier.Authority.Oid.Text);
    }

    [Fact]
    public void Everything_that_PID_says_becomes_a_patient()
    {
        using var patient = JsonDocument.Parse(Assert.IsType<AdtReading.Said>(Read("A28",
            "PID|1||42^^^NORTH^MR~9^^^SOUTH^PI~7^^^ELSEWHERE||DOE^JANE^ANN BEA^JR^DR^^L~ROE^JANE^^^^^M|MAY|19840125|F|||1 MAIN ST^APT 2^NEWARK^NJ^30293^US^H||"
            + "^PRN^PH^^^409^30495~^NET^Internet^jane@example.org|(409)1^WPN^PH|||||481-27-4185|D99^NJ|41^^^NORTH|||Y|2||||20260301|Y"))
            .Words[0].Patient);
        var root = patient.RootElement;
        Assert.Equal(
            ["urn:oid:1.2.1 42 MR", "urn:oid:1.2.2 9 PI", "- 7 -", "http://hl7.org/fhir/sid/us-ssn 481-27-4185 SS", "- D99 DL"],
            root.GetProperty("identifier").EnumerateArray().Select(one =>
                $"{Text(one, "system")} {Text(one, "value")} {(one.TryGetProperty("type", out var type) ? type.GetProperty("coding")[0].GetProperty("code").GetString() : "-")}"));
        Assert.Equal("""[{"use":"official","family":"DOE","given":["JANE","ANN","BEA"],"prefix":["DR"],"suffix":["JR"]},{"use":"maiden","family":"ROE","given":["JANE"]}]""",
            root.GetProperty("name").GetRawText());
        Assert.Equal(["phone 409 30495 home", "email jane@example.org home", "phone (409)1 work"], root.GetProperty("telecom").EnumerateArray()
            .Select(one => $"{Text(one, "system")} {Text(one, "value")} {Text(one, "use")}"));
        Assert.Equal("""{"use":"home","line":["1 MAIN ST","APT 2"],"city":"NEWARK","state":"NJ","postalCode":"30293","country":"US"}""",
            root.GetProperty("address")[0].GetRawText());
        Assert.Equal(("female", "1984-01-25", "2026-03-01", 2), (
            Text(root, "gender"), Text(root, "birthDate"), Text(root, "deceasedDateTime"), root.GetProperty("multipleBirthInteger").GetInt32()));
        Assert.Equal(["MAY", "41"], root.GetProperty("extension").EnumerateArray().Select(one =>
            one.TryGetProperty("valueString", out var text) ? text.GetString() : one.GetProperty("valueIdentifier").GetProperty("value").GetString()));
    }

    [Theory]
    [InlineData("A40", "PID|1||42^^^NORTH\rMRG|41^^^NORTH", null)]
    [InlineData("A40", "PID|1||42^^^NORTH", "101 MRG^^^")]
    [InlineData("A40", "PID|1||42^^^NORTH\rMRG|\"\"^^^NORTH", "101 MRG^1^1^")]
    [InlineData("A40", "PID|1||42^^^NORTH\rMRG|41^^^NORTH\rMRG|40^^^NORTH", "100 MRG^^^")]    // never half of it, and AA
    [InlineData("A40", "MRG|40^^^NORTH\rPID|1||42^^^NORTH\rMRG|41^^^NORTH", "100 MRG^^^")]
    [InlineData("A40", "PID|1||42^^^NORTH\rMRG|42^^^NORTH", "207 MRG^1^1^")]
    [InlineData("A40", "PID|1||42^^^NORTH\rMRG|9^^^SOUTH", "207 MRG^1^1^4")]
    [InlineData("A40", "PID|1||9^^^SOUTH\rMRG|41^^^NORTH", "207 PID^3^1^4")]
    [InlineData("A40", "PID|1||42^^^NORTH\rMRG|41^^^ELSEWHERE", "204 MRG^1^1^4")]
    [InlineData("A40", "MRG|41^^^NORTH", "101 PID^^^")]
    [InlineData("A24", "PID|1||42^^^NORTH\rPID|2||9^^^SOUTH", "207 PID^3^1^4")]
    [InlineData("A24", "PID|1||42^^^NORTH", "101 PID^^^")]
    [InlineData("A08", "PID|1||42^^^NORTH\rPID|2||43^^^NORTH", "100 PID^^^")]
    [InlineData("A08", "PID|1||42^^^NORTH||DOE||19841301", "102 PID^7^^")]
    public void Whoever_merges_and_links_speaks_of_his_own_numbers(string happened, string segments, string? refused) =>
        Assert.Equal(refused, Told(Read(happened, segments)));

    [Theory]
    [InlineData(3, "42^^^NORTH", "~", "^^^&1.2.9&ISO")]
    [InlineData(5, "DOE", "~", "DOE^J")]
    [InlineData(13, "", "~", "555")]
    public void More_than_is_taken_of_one_patient_is_told_by_its_field(int field, string first, string separator, string further)
    {
        var pid = Enumerable.Range(0, 14).Select(at => at switch { 0 => "PID", 3 => "42^^^NORTH", 5 => "DOE", _ => "" }).ToArray();
        pid[field] = first + string.Concat(Enumerable.Range(1, 120).Select(number => $"{separator}{number}{further}"));
        Assert.Equal($"102 PID^{field}^^", Told(Read("A08", string.Join('|', pid))));
    }

    [Fact]
    public void Who_feeds_two_authorities_merges_within_the_one_that_MRG_names()
    {
        var said = Assert.IsType<AdtReading.Said>(Read("A40", "PID|1||42^^^NORTH~9^^^SOUTH\rMRG|8^^^SOUTH", senders: ["north", "south"]));
        Assert.Equal(("8", "9"), (Assert.Single(said.Merges).Subsumed.Value, said.Merges[0].Survivor.Value));
    }

    [Fact]
    public void A_message_may_merge_several()
    {
        var said = Assert.IsType<AdtReading.Said>(Read("A40", "PID|1||42^^^NORTH\rMRG|41^^^NORTH\rPID|2||52^^^NORTH\rPV1|1\rMRG|51^^^NORTH"));
        Assert.Equal([("41", "42"), ("51", "52")], said.Merges.Select(merge => (merge.Subsumed.Value, merge.Survivor.Value)));
    }

    [Theory]
    [InlineData("20260501100000", "20260501110000", "2026-05-01T16:00:00Z")]
    [InlineData("20260501", "20260501110000", "2026-05-01T17:00:00Z")]              // the day alone says no order
    [InlineData("", "20260501110000+0200", "2026-05-01T09:00:00Z")]
    [InlineData("20260501", "20260502", "2026-05-01T06:00:00Z")]
    public void A_word_is_dated_by_its_source(string recorded, string sent, string at)
    {
        var said = Assert.IsType<AdtReading.Said>(Read("A08", "PID|1||42^^^NORTH||DOE", null, recorded, sent));
        Assert.Equal(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture), said.Words[0].SaidAt);
    }

    [Theory]
    [InlineData("Applied", null, true, true, 0)]
    [InlineData("Refused", "repeated", true, true, 0)]
    [InlineData("Refused", "survivor-is-subsumed", true, true, 207)]
    [InlineData("Pending", "unknown", false, false, 0)]
    [InlineData("Pending", "unknown", false, true, 204)]
    [InlineData("Pending", "unknown", true, false, 204)]
    public void The_sender_of_a_merge_is_told_what_became_of_it(string state, string? reason, bool subsumed, bool survivor, int code)
    {
        var verdict = new MergeVerdict(Enum.Parse<MergeState>(state), reason);
        Assert.Equal(code, (int)(MergeAnswer.Of(verdict, subsumed, survivor, 1)?.Error.Code ?? 0));
    }

    private static string? Told(AdtReading reading) => reading is AdtReading.Refused(var refusal) && refusal.Error is var error
        ? $"{(int)error.Code} {error.At?.Segment}^{error.At?.Field}^{error.At?.Repetition}^{error.At?.Component}"
        : null;

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var text) ? text.GetString()! : "-";

    private static AdtReading Read(
        string happened, string segments, Domain? domain = null, string recorded = "20260501100000", string sent = "20260501100000",
        string[]? senders = null) => AdtReading.Of(
        Assert.IsType<Hl7Reading.Read>(Hl7Reader.Read(Encoding.ASCII.GetBytes(
            $@"MSH|^~\&|ADT|NORTH|HIE|HIE|{sent}||ADT^{happened}|1|P|2.5" + $"\rEVN|{happened}|{recorded}\r{segments}\r"), new Hl7Bounds())).Message,
        domain ?? DomainOf([]), senders ?? Senders, Zone, "ITI-30 1");

    private static Domain DomainOf(string[] meant) => new(new AffinityDomainFile
    {
        Oid = "1.2.3", HomeCommunityId = "1.2.4", RepositoryUniqueId = "1.2.5", PatientIdDomain = new PatientIdDomain(),
        Authorities =
        [
            new() { Oid = "1.2.1", Namespace = "NORTH", Feeder = "north", UsedBy = ["north"], DefaultFor = meant },
            new() { Oid = "1.2.2", Namespace = "SOUTH", Feeder = "south", UsedBy = ["south"] },
        ],
    }, 1);
}

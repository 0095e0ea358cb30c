using HieImaging.AffinityDomain.Identifiers;
using Xunit;

namespace HieImaging.Tests.AffinityDomain;

public sealed class IdentifierTests
{
    [Theory]
    [InlineData("1.2.3", true)]
    [InlineData("urn:oid:1.2.3", true)]
    [InlineData("0.0", true)]
    [InlineData("2.25.329800735698586629295641978511506172918", true)]
    [InlineData("3.1", false)]
    [InlineData("1", false)]
    [InlineData("12.3", false)]
    [InlineData("1.", false)]
    [InlineData(".1.2", false)]
    [InlineData("1..2", false)]
    [InlineData("1.02.3", false)]
    [InlineData("1.2.3 ", false)]
    [InlineData("1.2.a", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("1.2.33333333333333333333333333333333333333333333333333333333333333", false)]
    public void An_oid_is_dotted_decimal_of_at_most_64(string? text, bool valid) => Assert.Equal(valid, Oid.TryParse(text, out _));

    [Theory]
    [InlineData("1.2.840.10008", true)]
    [InlineData("urn:oid:1.2.3", true)]
    [InlineData("1005.99.332.2636067.99701201", true)]       // a vendor's root beyond 2, in the corpus
    [InlineData("1.02.3", true)]
    [InlineData("1", false)]
    [InlineData("1.2.", false)]
    [InlineData("1.2.a", false)]
    [InlineData(null, false)]
    [InlineData("1.2.33333333333333333333333333333333333333333333333333333333333333", false)]
    public void A_study_is_known_by_whatever_dotted_numbers_its_archive_gave_it(string? text, bool valid) =>
        Assert.Equal(valid, StudyInstanceUid.TryParse(text, out _));

    [Theory]
    [InlineData("N1^^^&1.2.3&ISO", "N1")]
    [InlineData(" N1 ^^^NORTH&1.2.3&ISO^PI", "N1")]
    [InlineData("N1^^^NORTH", null)]
    [InlineData("N1^^^&1.2.3&DNS", null)]
    [InlineData("^^^&1.2.3&ISO", null)]
    [InlineData("N1^^^&urn:oid:1.2.3&ISO", null)]
    [InlineData("N1", null)]
    public void A_cx_needs_an_oid_authority(string cx, string? value) =>
        Assert.Equal(value, PatientIdentifier.TryParseCx(cx, out var identifier) ? identifier.Value : null);

    [Fact]
    public void A_cx_is_written_as_it_is_read()
    {
        Assert.True(PatientIdentifier.TryParseCx("N1^^^&1.2.3&ISO", out var identifier));
        Assert.Equal("N1^^^&1.2.3&ISO", identifier.Cx);
    }

    [Theory]
    [InlineData("N1^^^&9.9.9&ISO")]
    [InlineData("A|B~C&D^E")]
    [InlineData(@"\F\")]
    [InlineData(@"1\2")]
    public void A_number_that_looks_like_hl7_is_the_same_number_after_a_cx(string number)
    {
        var identifier = PatientIdentifier.Create(AssigningAuthority.Parse("1.2.3"), number);
        Assert.True(PatientIdentifier.TryParseCx(identifier.Cx, out var read));
        Assert.Equal(identifier, read);
    }

    [Fact]
    public void A_number_never_prints_itself() =>
        Assert.DoesNotContain("N1", $"{PatientIdentifier.Create(AssigningAuthority.Parse("1.2.3"), "N1")}", StringComparison.Ordinal);

    [Theory]
    [InlineData("north", true)]
    [InlineData("st-mary-2", true)]
    [InlineData("North", false)]
    [InlineData("-north", false)]
    [InlineData("no/rth", false)]
    [InlineData("", false)]
    public void A_participant_id_is_fit_for_an_address(string text, bool valid) => Assert.Equal(valid, ParticipantId.TryParse(text, out _));
}

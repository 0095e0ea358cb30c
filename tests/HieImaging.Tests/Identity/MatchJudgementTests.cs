using HieImaging.Identity.Answering;
using HieImaging.Identity.Matching;
using Xunit;

namespace HieImaging.Tests.Identity;

public sealed class MatchJudgementTests
{
    private const double Population = 1_000_000;

    [Theory]
    [InlineData("Link", 40, 12, "", "Certain", 0.9999, 1)]
    [InlineData("Link", 5, 12, "", "Certain", 0.9999, 1)]                          // by a trusted number
    [InlineData("Review", 30, 12, "", "Probable", 0.9, 0.9998)]
    [InlineData("Review", 60, 12, "", "Probable", 0.9, 0.9998)]                    // never as much as what is linked
    [InlineData("Review", 60, -20, "given", "Probable", 0.0001, 0.5)]             // a twin looks like it
    [InlineData("Review", 60, 12, "given", "Probable", 0.1, 0.5)]
    [InlineData("None", 18, 12, "", "Possible", 0.0001, 0.5)]
    [InlineData("None", 5, 12, "", "CertainlyNot", 0, 0)]                          // chance says as much
    [InlineData("Distinct", 18, 12, "birthDate", "CertainlyNot", 0, 0)]
    public void A_grade_is_what_a_link_would_be(string verdict, double bits, double relation, string veto, string grade, double least, double most)
    {
        var judged = MatchJudgement.Of([Decision(verdict, bits, relation, veto)], Population);
        Assert.Equal(grade, judged.Grade.ToString());
        Assert.InRange(judged.Score, least, most);
    }

    [Fact]
    public void One_source_that_contradicts_makes_a_person_uncertain()
    {
        var judged = MatchJudgement.Of([Decision("Link", 40, 12), Decision("Review", 20, 1, "birthDate", forbids: true)], Population);
        Assert.Equal(MatchGrade.Probable, judged.Grade);
        Assert.InRange(judged.Score, 0, 0.5);
        Assert.Equal(MatchGrade.Certain, MatchJudgement.Of([Decision("Link", 40, 12), Decision("None", 3, 1)], Population).Grade);
    }

    [Fact]
    public void A_better_source_counts()
    {
        var (one, other) = (Decision("None", 18, 12), Decision("Review", 30, 12));
        Assert.Equal(MatchJudgement.Of([other], Population), MatchJudgement.Of([one, other], Population));
        Assert.Equal(MatchGrade.CertainlyNot, MatchJudgement.Of([], Population).Grade);
    }

    [Fact]
    public void Two_who_are_certain_are_not_certain() => Assert.Equal(MatchGrade.Probable, MatchJudgement.Of([Decision("Link", 40, 12)], Population).Ambiguous().Grade);

    private static MatchDecision Decision(string verdict, double bits, double relation, string veto = "", bool forbids = false) => new(
        Enum.Parse<Verdict>(verdict), "score", bits, Cut.Bits(Population), default, "twin", relation, veto.Length == 0 ? [] : [veto], forbids, "test");
}

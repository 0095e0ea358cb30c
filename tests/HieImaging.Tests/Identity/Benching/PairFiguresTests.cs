using HieImaging.Bench.Identity;
using HieImaging.Identity.Matching;
using Xunit;

namespace HieImaging.Tests.Identity.Benching;

public sealed class PairFiguresTests
{
    private static readonly JudgedPair[] Four =
    [
        Judged(isTrue: true, 40, Answer.Link), Judged(isTrue: true, 12, Answer.Review), Judged(isTrue: false, 14, Answer.Review), Judged(isTrue: true, 9, Answer.NoLink),
    ];

    [Fact]
    public void Figures_count_what_they_say()
    {
        // 2049 records: the cut is log2(1024) = 10 bits: two true pairs and a false one are above it; one true pair was no candidate.
        var figures = PairFigures.Of(Four, 4, 2049);
        Assert.Equal(
            "pairs=4 P=0.66667 R=0.50000 F1=0.57143 zeroFalseRecall=0.25000 auto=0.2500 review=0.2500 falseLinks=0", figures.ToString());
        Assert.Equal(2.0 * 3 / (4 + 4), figures.BestF1, 9);
    }

    [Fact]
    public void A_false_link_counts_unless_the_records_say_the_same()
    {
        var figures = PairFigures.Of([.. Four, Judged(isTrue: false, 50, Answer.Link), Judged(isTrue: false, 60, Answer.Link) with { IsSame = true }], 4, 2049);
        Assert.Equal((1, 1, 0.0), (figures.FalseLinks, figures.Indistinguishable, figures.ZeroFalseRecall));
    }

    [Theory]
    [InlineData("a,b\nx,y\n", 1)]
    [InlineData("x,y\ny,z", 3)]                                            // and what follows
    [InlineData("\uFEFF\"x\" , z\r\n", 1)]
    public void A_list_of_pairs_says_who_is_who(string list, int pairs) =>
        Assert.Equal(pairs, TruePairs.Count(TruePairs.ByList([Named("x"), Named("y"), Named("z")], 3, list), 3));

    [Fact]
    public void Two_files_may_use_the_same_ids()
    {
        var persons = TruePairs.ByList([Named("1"), Named("2"), Named("1"), Named("2")], 2, "a,b\n1,2\n2,1\n");
        Assert.Equal((2, true, true), (TruePairs.Count(persons, 2), persons[0] == persons[3], persons[1] == persons[2]));
    }

    [Theory]
    [InlineData("x,y\nx,nobody\n")]
    [InlineData("x\n")]
    public void A_list_that_names_nobody_is_refused(string list) =>
        Assert.Throws<InvalidDataException>(() => TruePairs.ByList([Named("x"), Named("y")], 2, list));

    [Fact]
    public void The_number_of_an_id_is_the_person()
    {
        SaidRecord[] records = [Named("rec-7-org"), Named("rec-7-dup-0"), Named("rec-71-org"), Named("7"), Named("7")];
        Assert.Equal(1, TruePairs.Count(TruePairs.ByNumber(records), records.Length));
    }

    private static SaidRecord Named(string id) => new(id, new Demographics(null, [], null, null, null, null, null, null, null, [], []));

    private static JudgedPair Judged(bool isTrue, double score, Answer answer) => new(0, 1, isTrue, false, score, answer, "");
}

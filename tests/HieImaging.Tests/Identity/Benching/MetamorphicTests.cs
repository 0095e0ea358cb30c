using HieImaging.Bench.Identity;
using HieImaging.Bench.Identity.Households;
using HieImaging.Identity.Matching;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Identity.Benching;

/// <summary>What must not change a decision, over pairs of relatives and of damaged records.</summary>
public sealed class MetamorphicTests
{
    private static readonly IReadOnlySet<string> Trusted = new HashSet<string> { SaidRecord.SystemOf("soc_sec_id") };

    private readonly IReadOnlyList<SaidRecord> _records;
    private readonly IReadOnlyList<(SaidRecord A, SaidRecord B)> _pairs;

    public MetamorphicTests(ITestOutputHelper output)
    {
        var seed = Random.Shared.Next(1, 1_000_000);
        output.WriteLine($"seed {seed}");
        var chance = new Chance(seed);
        _records = [.. HouseholdPool.Of(OwnPeople.Of(150, chance), chance).Select(record => new SaidRecord(record.Id, record.Words.Said(true)))];
        _pairs = [.. CandidatePairs.Of(_records, _records.Count).Pairs.Select(pair => (_records[pair.Low], _records[pair.High]))];
        Assert.NotEmpty(_pairs);
    }

    [Fact]
    public void A_pair_is_judged_alike_from_either_side()
    {
        foreach (var (a, b) in _pairs)
        {
            var (one, other) = (Decide(a.Said, b.Said), Decide(b.Said, a.Said));
            Assert.True(one.Verdict == other.Verdict && one.Bits == other.Bits && one.RelationBits == other.RelationBits && one.ByField.SequenceEqual(other.ByField)
                && one.Vetoes.SequenceEqual(other.Vetoes), $"{WrongPairs.Words(a)}\n{WrongPairs.Words(b)}\n{one}\n{other}");
            Assert.Equal(MatchScore.Of(MatchWeights.Shipped, a.Comparable, b.Comparable).Bits, MatchScore.Of(MatchWeights.Shipped, b.Comparable, a.Comparable).Bits);
        }
    }

    public static TheoryData<string> Fields => ["family", "given", "suffix", "birthDate", "gender", "line", "city", "state", "postalCode", "phone", "identifier"];

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_field_that_one_side_alone_has_never_moves_a_decision_upward(string field)
    {
        foreach (var (a, b) in _pairs)
        {
            var neither = Decide(Without(a.Said, field), Without(b.Said, field));
            foreach (var one in new[] { Decide(a.Said, Without(b.Said, field)), Decide(Without(a.Said, field), b.Said) })
                Assert.True(Height(one.Verdict) <= Height(neither.Verdict) && one.Bits <= neither.Bits + 1e-9,
                    $"{field}: {neither.Verdict} {neither.Bits} became {one.Verdict} {one.Bits}\n{WrongPairs.Words(a)}\n{WrongPairs.Words(b)}");
        }
    }

    [Fact]
    public void A_larger_population_never_adds_a_link()
    {
        foreach (var (a, b) in _pairs)
            Assert.True(Height(Decide(a.Said, b.Said, 100_000_000).Verdict) <= Height(Decide(a.Said, b.Said, 10_000).Verdict), $"{WrongPairs.Words(a)}\n{WrongPairs.Words(b)}");
    }

    [Fact]
    public void Who_is_passed_over_without_a_reason_is_no_link_and_for_no_human()
    {
        var passed = 0;
        foreach (var (a, b) in _pairs)
        {
            var kept = MatchDecision.OfWorthKeeping(MatchWeights.Shipped, Trusted, 1_000_000, a.Comparable, b.Comparable);
            var decided = Decide(a.Said, b.Said);
            Assert.True(kept is null ? Height(decided.Verdict) == 0 : (kept.Verdict, kept.Bits) == (decided.Verdict, decided.Bits),
                $"{decided.Verdict} is {kept?.Verdict}\n{WrongPairs.Words(a)}\n{WrongPairs.Words(b)}");
            passed += kept is null ? 1 : 0;
        }
        Assert.NotEqual(0, passed);
    }

    [Fact]
    public void The_order_of_the_records_changes_no_candidate()
    {
        var back = _records.Reverse().ToList();
        Assert.Equal(Named(_records, CandidatePairs.Of(_records, _records.Count)), Named(back, CandidatePairs.Of(back, back.Count)));
    }

    [Fact]
    public void A_record_more_changes_no_candidate_of_the_others()
    {
        List<SaidRecord> more = [.. _records, new("stranger", HardCases.HardCase.Who())];
        Assert.Equal(Named(_records, CandidatePairs.Of(_records, _records.Count)),
            Named(more, CandidatePairs.Of(more, more.Count)).Where(pair => !pair.Contains("stranger", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_the_store_keeps_of_a_record_is_judged_as_the_record()
    {
        foreach (var (a, b) in _pairs)
        {
            var kept = MatchDecision.Of(MatchWeights.Shipped, Trusted, 1_000_000, Comparable.FromBytes(a.Comparable.ToBytes()), Comparable.FromBytes(b.Comparable.ToBytes()));
            var fresh = Decide(a.Said, b.Said);
            Assert.Equal((fresh.Verdict, fresh.Bits), (kept.Verdict, kept.Bits));
        }
    }

    private static MatchDecision Decide(Demographics a, Demographics b, double population = 1_000_000) =>
        MatchDecision.Of(MatchWeights.Shipped, Trusted, population, Comparable.Of(a), Comparable.Of(b));

    private static int Height(Verdict verdict) => verdict switch { Verdict.Link => 2, Verdict.Review => 1, _ => 0 };

    private static IEnumerable<string> Named(IReadOnlyList<SaidRecord> records, CandidatePairs candidates) => candidates.Pairs
        .Select(pair => string.Join(' ', new[] { records[pair.Low].Id, records[pair.High].Id }.Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal);

    private static Demographics Without(Demographics said, string field) => field switch
    {
        "family" => said with { Family = null },
        "given" => said with { Given = [] },
        "suffix" => said with { Suffix = null },
        "birthDate" => said with { BirthDate = null },
        "gender" => said with { Gender = null },
        "line" => said with { Line = null },
        "city" => said with { City = null },
        "state" => said with { State = null },
        "postalCode" => said with { PostalCode = null },
        "phone" => said with { Phones = [] },
        _ => said with { Identifiers = [] },
    };
}

using HieImaging.Harness.Faulting.Checking;
using HieImaging.Harness.Faulting.Working;
using Xunit;

namespace HieImaging.Tests.Faulting;

/// <summary>The checker is shown exchanges that kept their promises and exchanges that did not: a checker that cannot fail proves nothing.</summary>
public sealed class CheckerTests
{
    private const string Study = "1.2.3", Own = "urn:oid:1.2|7", Others = "urn:oid:1.3|7";

    [Fact]
    public void What_was_acknowledged_and_is_there_once_is_no_finding() => Assert.Empty(Judge(Told(), Seen()));

    [Fact]
    public void A_lost_study_is_lost() => Assert.Contains(
        Judge(Told(), Seen() with { Studies = Rows(), FoundByUid = Found(), FoundByNumber = new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<int>>>() }),
        finding => finding is { Property: "C1", Harm: Harm.Lost } && finding.What.Contains(Study, StringComparison.Ordinal));

    [Fact]
    public void A_study_that_another_hospital_s_number_does_not_find_is_lost() =>
        AssertOnly(Harm.Lost, "C1", Seen() with { FoundByNumber = new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<int>>> { [Own] = Found((Study, [2])) } });

    [Fact]
    public void Before_the_other_hospital_was_fed_its_number_finds_nothing_rightly() => Assert.Empty(Judge(
        Told(withoutFeeds: true),
        Seen() with { FoundByNumber = new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<int>>> { [Own] = Found((Study, [2])) } }));

    [Fact]
    public void A_study_that_nobody_submitted_is_a_phantom() =>
        AssertOnly(Harm.Phantom, "C2", Seen() with { Studies = Rows(Row(Study), Row("9.9.9")) });

    [Fact]
    public void A_refused_submission_that_is_there_is_a_phantom() =>
        Assert.Contains(Judge(Told(outcome: HistoryWhat.Fail), Seen()), finding => finding.Harm == Harm.Phantom);

    [Fact]
    public void A_study_that_is_there_twice_is_doubled() => Assert.Contains(
        Judge(Told(), Seen() with { Studies = Rows(Row(Study), Row(Study)) }), finding => finding is { Property: "C4", Harm: Harm.Doubled });

    [Fact]
    public void A_second_version_of_one_change_is_doubled() =>
        AssertOnly(Harm.Doubled, "C4", Seen() with { Studies = Rows(Row(Study) with { Version = 2 }) });

    [Fact]
    public void A_document_with_two_entries_is_doubled() =>
        AssertOnly(Harm.Doubled, "C4", Seen() with { Documents = Documents(new ObservedDocument(2, true, "aa")) });

    [Fact]
    public void Other_bytes_are_a_loss() =>
        AssertOnly(Harm.Lost, "C1", Seen() with { Documents = Documents(new ObservedDocument(1, true, "bb")) });

    [Fact]
    public void An_open_operation_may_be_there_or_not()
    {
        Assert.Empty(Judge(Told(outcome: HistoryWhat.Info), Seen()));
        Assert.Empty(Judge(Told(outcome: HistoryWhat.Info), Nothing()));
    }

    [Fact]
    public void An_open_operation_that_is_half_there_is_found() => Assert.Contains(
        Judge(Told(outcome: HistoryWhat.Info), Seen() with { Documents = new Dictionary<string, ObservedDocument>() }), finding => finding.Property == "C3");

    [Fact]
    public void Of_a_chain_of_replacements_the_last_is_the_one_that_is_shown()
    {
        var replaced = Event(HistoryWhat.Invoke, 4) with { Invoked = Operation(4, OperationKind.Replace, "doc-2", 3) };
        ToldHistory told = ToldHistory.Of([.. Events(), replaced, Event(HistoryWhat.Ok, 4) with { Trace = "t4" }]);
        var right = Seen() with
        {
            Studies = Rows(Row(Study) with { Version = 2, Manifests = 2, Instances = 3 }),
            FoundByUid = Found((Study, [3])),
            FoundByNumber = new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<int>>> { [Own] = Found((Study, [3])), [Others] = Found((Study, [3])) },
            Documents = new Dictionary<string, ObservedDocument> { ["doc-1"] = new(1, false, null), ["doc-2"] = new(1, true, "aa") },
            DocumentRows = 2,
            Audit = new Dictionary<string, ObservedAudit>(Seen().Audit) { ["t4"] = new(1, 0) },
        };
        Assert.Empty(Checker.Judge(told, right, 0).Findings);

        var wrong = right with { Documents = new Dictionary<string, ObservedDocument> { ["doc-1"] = new(1, true, "aa"), ["doc-2"] = new(1, true, "aa") } };
        Assert.Equal(["C5"], Checker.Judge(told, wrong, 0).Findings.Select(finding => finding.Property));
    }

    [Fact]
    public void An_attempt_has_one_audit_record()
    {
        AssertOnly(Harm.Other, "C8", Seen() with { Audit = new Dictionary<string, ObservedAudit>(Seen().Audit) { ["t3"] = new(0, 0) } });
        AssertOnly(Harm.Other, "C8", Seen() with { Audit = new Dictionary<string, ObservedAudit>(Seen().Audit) { ["t3"] = new(2, 0) } });
        AssertOnly(Harm.Other, "C8", Seen() with { Audit = new Dictionary<string, ObservedAudit>(Seen().Audit) { ["read"] = new(0, 0) } });
        AssertOnly(Harm.Other, "C8", Seen() with { BrokenChain = "record 7" });
        AssertOnly(Harm.Other, "C8", Seen() with { Items = new Dictionary<string, ObservedItem> { ["doc"] = new(1, 0) } });
    }

    [Fact]
    public void Whatever_else_was_promised_is_looked_at()
    {
        AssertOnly(Harm.Other, "C9", Seen() with { Underived = "studies: 1 differ" });
        AssertOnly(Harm.Other, "C10", Seen() with { DeadLetters = 1 });
        AssertOnly(Harm.Other, "C11", Seen() with { NamedInLogs = ["a name"] });
        AssertOnly(Harm.Other, "C12", Seen() with { Leftovers = ["a.tmp"] });
        AssertOnly(Harm.Lost, "C1", Seen() with { WrongImages = ["1 of 2"] });
        Assert.Equal(["C10"], Checker.Judge(Told(), Seen(), poison: 1).Findings.Select(finding => finding.Property));
    }

    [Fact]
    public void A_repetition_that_is_refused_is_a_loss() => Assert.Contains(
        Judge(Told(outcome: HistoryWhat.Fail), Nothing()), finding => finding is { Property: "C1", Harm: Harm.Lost });

    [Fact]
    public async Task A_history_is_read_as_it_was_written_and_a_torn_last_line_is_none()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("history").FullName, "history.jsonl");
        await using (var history = new History(path))
            foreach (var one in Events())
                await history.AppendAsync(one);
        await File.AppendAllTextAsync(path, "{\"what\":\"ok\",\"operation\":");

        var told = ToldHistory.Of(History.Read(path));

        Assert.Equal([HistoryWhat.Ok, HistoryWhat.Ok, HistoryWhat.Ok], told.Operations.Select(one => one.Outcome));
        Assert.Equal(Study, Assert.Single(told.Operations[2].Operation.Studies).Study);
        Assert.Equal(["read"], told.Reads);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    private static void AssertOnly(Harm harm, string property, Observed seen) =>
        Assert.Equal([(property, harm)], Judge(Told(), seen).Select(finding => (finding.Property, finding.Harm)));

    private static IReadOnlyList<Finding> Judge(ToldHistory told, Observed seen) => Checker.Judge(told, seen, 0).Findings;

    private static ToldHistory Told(HistoryWhat outcome = HistoryWhat.Ok, bool withoutFeeds = false) =>
        ToldHistory.Of(Events(outcome).Where(one => !withoutFeeds || one.Operation is not (1 or 2)));

    private static IEnumerable<HistoryEvent> Events(HistoryWhat outcome = HistoryWhat.Ok) =>
    [
        Event(HistoryWhat.Invoke, 1) with { Invoked = new Operation { Number = 1, Kind = OperationKind.Feed, Hospital = "h1", Patient = Own } },
        Event(HistoryWhat.Ok, 1) with { Trace = "t1" },
        Event(HistoryWhat.Invoke, 2) with { Invoked = new Operation { Number = 2, Kind = OperationKind.Feed, Hospital = "h2", Patient = Others } },
        Event(HistoryWhat.Ok, 2) with { Trace = "t2" },
        Event(HistoryWhat.Invoke, 3) with { Invoked = Operation(3, OperationKind.Provide, "doc-1", 2) },
        outcome == HistoryWhat.Info ? Event(outcome, 3) : Event(outcome, 3) with { Trace = "t3", Answer = "said" },
        Event(HistoryWhat.Read, 0) with { Trace = "read" },
    ];

    private static Operation Operation(int number, OperationKind kind, string document, int instances) => new()
    {
        Number = number, Kind = kind, Hospital = "h1", Studies = [new SaidStudy(Study, [Own, Others], document, "aa", instances, false)],
    };

    private static HistoryEvent Event(HistoryWhat what, int operation) => new() { What = what, At = DateTimeOffset.UnixEpoch, Operation = operation };

    private static Observed Seen() => new()
    {
        Studies = Rows(Row(Study)),
        FoundByUid = Found((Study, [2])),
        FoundByNumber = new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<int>>> { [Own] = Found((Study, [2])), [Others] = Found((Study, [2])) },
        Documents = Documents(new ObservedDocument(1, true, "aa")),
        DocumentRows = 1,
        Sets = new Dictionary<string, int>(),
        Patients = new[] { Own, Others }.ToLookup(number => number, _ => 1),
        Audit = new Dictionary<string, ObservedAudit> { ["t1"] = new(1, 0), ["t2"] = new(1, 0), ["t3"] = new(1, 0), ["read"] = new(1, 0) },
        Items = new Dictionary<string, ObservedItem>(),
        DeadLetters = 0,
    };

    private static Observed Nothing() => Seen() with
    {
        Studies = Rows(), FoundByUid = Found(), FoundByNumber = new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<int>>>(),
        Documents = new Dictionary<string, ObservedDocument>(), DocumentRows = 0,
    };

    private static ObservedStudy Row(string uid) => new(uid, 1, false, 2, 1);

    private static ILookup<string, ObservedStudy> Rows(params ObservedStudy[] rows) => rows.ToLookup(row => row.Study);

    private static Dictionary<string, ObservedDocument> Documents(ObservedDocument document) => new() { ["doc-1"] = document };

    private static Dictionary<string, IReadOnlyList<int>> Found(params (string Uid, int[] Instances)[] studies) =>
        studies.ToDictionary(one => one.Uid, one => (IReadOnlyList<int>)one.Instances);
}

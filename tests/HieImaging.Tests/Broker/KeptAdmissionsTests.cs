using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.Broker.Retrieving;
using HieImaging.RecordLocator.Studies;
using HieImaging.Tests.Trust;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using Xunit;

namespace HieImaging.Tests.Broker;

public sealed class KeptAdmissionsTests
{
    private static readonly TimeSpan For = TimeSpan.FromSeconds(5);
    private static readonly Caller Viewer = Members.Caller(ParticipantKind.Ehr, "TREAT");
    private static readonly RegisteredStudy Study = new()
    {
        Id = "study", Version = 1, LastUpdated = DateTimeOffset.UnixEpoch, StudyInstanceUid = "1.4.1", Custodian = "north", Subject = "s-one", Status = "available",
        Modalities = [], Accessions = [], RetrieveLocationUids = [], EndpointIds = [], Labels = [], FoldDigest = [], ImagingStudy = [], Routes = new StudyRoutes { Series = [] },
    };

    private readonly SetClock _clock = new();
    private readonly KeptAdmissions _admissions;

    public KeptAdmissionsTests()
    {
        _admissions = new KeptAdmissions(new AdmissionOptions { KeptFor = For, Most = 2 }, _clock);
        _admissions.Hears();
    }

    [Fact]
    public void Whoever_was_admitted_asks_for_further_instances_until_its_instant()
    {
        var kept = Keep(Viewer, Asked());
        Assert.NotNull(kept);
        Assert.Same(kept, _admissions.Find(Viewer, Asked(instance: "1.6.7")));
        _clock.Pass(For - TimeSpan.FromMilliseconds(1));
        Assert.Same(kept, _admissions.Find(Viewer, Asked()));
        _clock.Pass(TimeSpan.FromMilliseconds(1));
        Assert.Null(_admissions.Find(Viewer, Asked()));
    }

    [Fact]
    public void Another_token_address_or_study_is_admitted_by_itself_and_a_whole_study_always()
    {
        Keep(Viewer, Asked());
        Assert.Null(_admissions.Find(Viewer with { TokenId = "another" }, Asked()));
        Assert.Null(_admissions.Find(Viewer with { }, Asked()));                 // another domain in force makes another caller, alike or not
        Assert.Null(_admissions.Find(Viewer, Asked(custodian: "north")));
        Assert.Null(_admissions.Find(Viewer, Asked(study: "1.4.2")));
        Assert.Null(_admissions.Find(Viewer, Asked(instance: null)));
    }

    [Fact]
    public void The_word_that_the_study_has_changed_ends_it_and_no_other()
    {
        Keep(Viewer, Asked());
        _admissions.Changed("1.4.2");
        Assert.NotNull(_admissions.Find(Viewer, Asked()));
        _admissions.Changed("1.4.1");
        Assert.Null(_admissions.Find(Viewer, Asked()));
    }

    [Fact]
    public void A_word_between_the_reading_and_the_keeping_leaves_nothing_open()
    {
        var words = _admissions.Words;
        _admissions.Changed("1.4.1");
        Assert.Null(_admissions.Keep(Viewer, Asked(), Study, Begun(), words));
        Assert.Null(_admissions.Find(Viewer, Asked()));
    }

    [Fact]
    public void Who_hears_no_words_keeps_nothing_and_what_is_lost_with_the_words_ends()
    {
        Keep(Viewer, Asked());
        _admissions.HearsNoMore();
        Assert.Null(_admissions.Find(Viewer, Asked()));
        Assert.Null(_admissions.Until());
        _admissions.Hears();
        Assert.Null(_admissions.Find(Viewer, Asked()));
        Assert.NotNull(_admissions.Until());
    }

    [Fact]
    public void No_more_are_open_than_may_be()
    {
        Keep(Viewer, Asked(study: "1.4.1"));
        Keep(Viewer, Asked(study: "1.4.2"));
        Assert.Null(_admissions.Until());
    }

    [Fact]
    public void Its_ends_are_told_together_when_it_is_over_once_and_again_where_they_could_not_be()
    {
        var kept = Keep(Viewer, Asked())!;
        for (var instance = 0; instance < 3; instance++)
            _admissions.Completed(kept);
        Assert.Empty(_admissions.TakeEnded(all: false));
        _clock.Pass(For);
        var ended = _admissions.TakeEnded(all: false);
        Assert.Equal([(kept, 3)], ended);
        Assert.Empty(_admissions.TakeEnded(all: false));

        _admissions.GiveBack(ended);
        _admissions.Completed(kept);                           // one that was on its way still
        Assert.Equal([(kept, 4)], _admissions.TakeEnded(all: false));
    }

    [Fact]
    public void At_the_end_of_the_process_all_is_told()
    {
        _admissions.Completed(Keep(Viewer, Asked())!);
        Assert.Single(_admissions.TakeEnded(all: true));
        Assert.Null(_admissions.Find(Viewer, Asked()));
    }

    private KeptAdmission? Keep(Caller caller, RetrieveRequest request) => _admissions.Keep(caller, request, Study, Begun(), _admissions.Words);

    private AuditRecord Begun() => AuditRecord.For(Viewer, Transaction.Rad107) with { Until = _admissions.Until() };

    private static RetrieveRequest Asked(string study = "1.4.1", string? custodian = null, string? instance = "1.6.1") => new(
        custodian is null ? null : ParticipantId.Parse(custodian), StudyInstanceUid.Parse(study), SeriesInstanceUid.Parse("1.5.1"),
        instance is null ? null : SopInstanceUid.Parse(instance), []);

    private sealed class SetClock : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => _now;

        public void Pass(TimeSpan time) => _now += time;
    }
}

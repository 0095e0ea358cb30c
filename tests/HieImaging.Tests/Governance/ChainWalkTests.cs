using System.Security.Cryptography;
using System.Text;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.Governance.Auditing;
using HieImaging.Trust.Audit;
using Xunit;

namespace HieImaging.Tests.Governance;

public sealed class ChainWalkTests : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    [Fact]
    public void An_untouched_trail_is_good() => Assert.Null(Walk(Trail(10), Signed(Trail(10), 4, 10)));

    [Fact]
    public void An_altered_record_is_found()
    {
        var trail = Trail(10);
        trail[6] = trail[6] with { Body = Encoding.UTF8.GetBytes("other") };
        Assert.Equal((AuditFault.Altered, 7L), Fault(Walk(trail, [])));
    }

    [Fact]
    public void A_column_that_says_other_than_its_record_is_found()
    {
        var trail = Trail(10);
        trail[2] = trail[2] with { ColumnsAgree = false };
        Assert.Equal((AuditFault.Altered, 3L), Fault(Walk(trail, [])));
    }

    [Fact]
    public void A_deleted_record_is_found()
    {
        var trail = Trail(10);
        trail[4] = trail[4] with { Body = null };
        Assert.Equal((AuditFault.Deleted, 5L), Fault(Walk(trail, [])));
    }

    [Fact]
    public void A_record_deleted_with_its_seal_is_found()
    {
        var trail = Trail(10);
        trail.RemoveAt(4);
        Assert.Equal((AuditFault.Gap, 5L), Fault(Walk(trail, [])));
    }

    [Fact]
    public void Two_records_that_changed_places_are_found()
    {
        var trail = Trail(10);
        (trail[3], trail[4]) = (trail[4] with { Position = 4 }, trail[3] with { Position = 5 });
        Assert.Equal((AuditFault.Altered, 4L), Fault(Walk(trail, [])));
    }

    [Fact]
    public void A_tail_that_was_cut_off_is_found_by_what_was_signed()
    {
        var trail = Trail(10);
        Assert.Equal((AuditFault.TailCut, 10L), Fault(Walk(trail[..7], Signed(trail, 4, 10))));
        Assert.Equal((AuditFault.TailCut, 10L), Fault(Walk([], Signed(trail, 10))));
    }

    [Fact]
    public void A_chain_that_was_hashed_anew_is_found_by_what_was_signed()
    {
        var checkpoints = Signed(Trail(10), 4, 8);
        var forged = Trail(10, record => record == 2 ? "{}" : null);
        Assert.Equal((AuditFault.Rehashed, 4L), Fault(Walk(forged, checkpoints)));
    }

    [Fact]
    public void A_checkpoint_survives_its_line_and_no_other_signature_holds()
    {
        var checkpoint = Signed(Trail(3), 3)[0];
        var read = AuditCheckpoint.ReadLine(checkpoint.ToLine());
        Assert.NotNull(read);
        Assert.True(read.IsSignedBy(_key));
        Assert.False((read with { Position = 2 }).IsSignedBy(_key));
        Assert.False((read with { Hash = new byte[32] }).IsSignedBy(_key));
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.False(read.IsSignedBy(other));
        Assert.Null(AuditCheckpoint.ReadLine(checkpoint.ToLine()[..40]));
        Assert.Null(AuditCheckpoint.ReadLine(""));
    }

    [Fact]
    public void A_record_reads_back_as_it_was_written_and_is_written_in_one_way()
    {
        var record = AuditRecord.For(Transaction.Rad107) with
        {
            Id = Guid.NewGuid(), Recorded = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_123), Client = "north-ehr", Patient = "s-a", Outcome = AuditOutcome.Refused,
        };
        Assert.Equal(record, AuditRecordJson.Read(record.Canonical()));
        Assert.Equal(record.Canonical(), AuditRecordJson.Read(record.Canonical()).Canonical());
    }

    public void Dispose() => _key.Dispose();

    private static (AuditFault?, long?) Fault(AuditFinding? finding) => (finding?.Fault, finding?.Position);

    private static AuditFinding? Walk(List<SealedRecord> trail, AuditCheckpoint[] checkpoints)
    {
        var walk = new ChainWalk(checkpoints);
        return trail.Select(walk.Next).FirstOrDefault(finding => finding is not null) ?? walk.End();
    }

    private AuditCheckpoint[] Signed(List<SealedRecord> trail, params int[] positions) =>
        [.. positions.Select(position => AuditCheckpoint.Sign(position, trail[position - 1].Hash, DateTimeOffset.UnixEpoch, "k", _key))];

    private static List<SealedRecord> Trail(int length, Func<int, string?>? content = null)
    {
        var trail = new List<SealedRecord>();
        var hash = AuditChain.Origin;
        for (var position = 1; position <= length; position++)
        {
            var body = Encoding.UTF8.GetBytes(content?.Invoke(position) ?? $"record {position}");
            hash = AuditChain.Next(hash, body);
            trail.Add(new SealedRecord(position, new Guid(position, 0, 0, new byte[8]), hash, body, true));
        }
        return trail;
    }
}

using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Phantoms;

namespace HieImaging.Harness.Faulting.Working;

/// <summary>A study as its hospital last had it acknowledged. Changed under the lock of the <see cref="Ledger"/> alone.</summary>
internal sealed class KnownStudy(PhantomStudy phantom, PretendHospital hospital, KnownPerson person, OperationKind bornBy, bool hasImages)
{
    public PhantomStudy Phantom => phantom;

    public PretendHospital Hospital => hospital;

    public KnownPerson Person => person;

    public OperationKind BornBy => bornBy;

    public bool HasImages => hasImages;

    public string Uid => phantom.StudyUid;

    /// <summary>How many instances it has now; 0: withdrawn.</summary>
    public int Instances { get; set; }

    /// <summary>Operations that were begun; a read between whose ends this changed proves nothing.</summary>
    public int Begun { get; set; }

    /// <summary>An operation waits for its answer, or has none for ever: nothing further is begun.</summary>
    public bool IsBusy { get; set; } = true;

    /// <summary>The exchange has said that it has it.</summary>
    public bool IsAcknowledged { get; set; }

    /// <summary>entryUUID of the document that is to be replaced next, or the id of the ImagingStudy.</summary>
    public string? Handle { get; set; }
}

using HieImaging.AffinityDomain.Identifiers;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Feeding;
using HieImaging.PretendFacility.Phantoms;

namespace HieImaging.Harness.Faulting.Working;

/// <summary>A person as the hospitals of the workload know him: a number at two of them, linked by a trusted identifier, and one of the domain.</summary>
/// <param name="at">The two hospitals.</param>
internal sealed class KnownPerson(PhantomPerson person, PatientIdentifier domainId, string number, string trusted, IReadOnlyList<PretendHospital> at)
{
    private volatile bool _isUsable;

    public PhantomPerson Person => person;

    public PatientIdentifier DomainId => domainId;

    /// <summary>The same at both hospitals, which means nothing.</summary>
    public string Number => number;

    public IReadOnlyList<PretendHospital> At => at;

    /// <summary>Guarded by the ledger.</summary>
    public List<KnownStudy> Studies { get; } = [];

    /// <summary>The domain knows the patient: submissions may name him.</summary>
    public bool IsUsable { get => _isUsable; set => _isUsable = value; }

    /// <summary><c>urn:oid:…|number</c> at each hospital, this one first.</summary>
    public IReadOnlyList<string> NumbersFrom(PretendHospital hospital) =>
        [.. at.OrderBy(one => one == hospital ? 0 : 1).Select(one => $"{one.Authority.Urn}|{number}")];

    /// <summary>As the ADT of one of the hospitals tells of him.</summary>
    public PretendPatient FedBy(PretendHospital hospital) => new()
    {
        Number = hospital.Patient(number), Others = [(PretendDomain.TrustedIdentifier, trusted)],
        Family = person.Family, Given = [person.Given], BirthDate = person.Born, Gender = person.Sex == "F" ? "female" : "male",
    };
}

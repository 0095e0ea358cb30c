using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Publisher.Sending;

namespace HieImaging.Publisher.Publishing;

/// <summary>The patientId of a submission: the hospital's own number, or the domain's where the domain has its own.</summary>
/// <param name="crossReference">Null: own numbers are sent.</param>
internal sealed class DomainPatients(PatientCrossReference? crossReference)
{
    private readonly Dictionary<PatientIdentifier, PatientIdentifier?> _known = [];

    /// <summary>Null where the domain does not know the patient.</summary>
    public async Task<PatientIdentifier?> OfAsync(PatientIdentifier own, CancellationToken cancellation)
    {
        if (crossReference is null)
            return own;
        if (!_known.TryGetValue(own, out var found))
            _known[own] = found = await crossReference.FindAsync(own, cancellation);
        return found;
    }
}

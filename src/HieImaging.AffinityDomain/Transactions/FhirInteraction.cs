namespace HieImaging.AffinityDomain.Transactions;

/// <summary>The RESTful interactions by SMART's letters: create, read (with vread and history), update, delete, search.</summary>
public enum FhirInteraction
{
    Create,
    Read,
    Update,
    Delete,
    Search,
}

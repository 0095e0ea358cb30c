namespace HieImaging.Trust.Policy;

/// <summary>Purposes of use (http://terminology.hl7.org/CodeSystem/v3-ActReason) as far as a rule speaks of them.</summary>
public static class Purposes
{
    public const string Treatment = "TREAT";
    public const string EmergencyTreatment = "ETREAT";

    /// <summary>The codes that a client may be registered for; anything else is a misspelling.</summary>
    public static IReadOnlySet<string> Known { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        Treatment, EmergencyTreatment, "BTG", "HPAYMT", "HOPERAT", "PATRQT", "PUBHLTH", "HRESCH", "COVERAGE", "CLMATTCH",
    };

    /// <summary>Whether other participants' records are opened for it at all.</summary>
    internal static bool IsTreatment(string purpose) => purpose is Treatment or EmergencyTreatment;
}

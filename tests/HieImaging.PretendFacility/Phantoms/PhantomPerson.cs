namespace HieImaging.PretendFacility.Phantoms;

/// <summary>Someone who does not exist.</summary>
/// <param name="Sex">As DICOM writes it: F, M, O.</param>
public sealed record PhantomPerson(string Family, string Given, DateOnly Born, string Sex)
{
    /// <summary>PN with its alphabetic group.</summary>
    public string Name => $"{Family}^{Given}";
}

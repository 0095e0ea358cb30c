namespace HieImaging.PretendFacility.Phantoms;

/// <summary>The studies that the demo makes for itself: three hospitals, four persons. Amelia is known at north and at south under different numbers;
/// Chiyo's number at south is Amelia's at north, which means nothing.</summary>
public static class PhantomSet
{
    private static readonly PhantomPerson Amelia = new("Thornbury", "Amelia", new DateOnly(1961, 3, 14), "F");
    private static readonly PhantomPerson Bruno = new("Castellano", "Bruno", new DateOnly(1948, 11, 2), "M");
    private static readonly PhantomPerson Chiyo = new("Tanaka", "Chiyo", new DateOnly(1983, 7, 29), "F");
    private static readonly PhantomPerson Dagny = new("Sørensen", "Dagny", new DateOnly(1975, 1, 20), "F");

    public static IReadOnlyList<PhantomStudy> Studies { get; } =
    [
        new()
        {
            Hospital = "north", Person = Amelia, PatientId = "1001", Accession = "N24-0117", Description = "CT head without contrast",
            Series = [PhantomSeries.Ct(28)],
        },
        new()
        {
            Hospital = "north", Person = Bruno, PatientId = "1002", Accession = "N24-0118", Description = "Chest, two views",
            Series = [PhantomSeries.Cr("PA view"), PhantomSeries.Cr("Lateral view")],
        },
        new()
        {
            Hospital = "south", Person = Amelia, PatientId = "20457", Accession = "S-88102", Description = "MR brain",
            Started = new DateTime(2024, 9, 18, 14, 5, 0, DateTimeKind.Unspecified), Series = [PhantomSeries.Mr("T1 axial", 12), PhantomSeries.Mr("T2 axial", 12)],
        },
        new()
        {
            Hospital = "south", Person = Chiyo, PatientId = "1001", Accession = "S-88140", Description = "Chest, two views",
            Series = [PhantomSeries.Cr("PA view"), PhantomSeries.Cr("Lateral view")],
        },
        new()
        {
            Hospital = "east", Person = Dagny, PatientId = "E301", Accession = "77", Description = "CT head, follow-up",
            Series = [PhantomSeries.Ct(20)],
        },
    ];

    /// <summary>Social security numbers (of a range that is never given out) that the hospitals' ADT systems know: hospital, its number, the trusted number.</summary>
    public static IReadOnlyList<(string Hospital, string PatientId, string Trusted)> Trusted { get; } =
    [
        ("north", "1001", "900-12-3456"),
        ("south", "20457", "900-12-3456"),
        ("north", "1002", "900-98-7654"),
    ];
}

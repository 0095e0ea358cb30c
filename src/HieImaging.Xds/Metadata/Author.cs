namespace HieImaging.Xds.Metadata;

/// <summary>Who made it, for whom and as what (TF-3 4.2.3.1.4); texts are XCN, XON and XTN as received.</summary>
public sealed record Author
{
    public string? Person { get; init; }

    public IReadOnlyList<string> Institutions { get; init; } = [];

    public IReadOnlyList<string> Roles { get; init; } = [];

    public IReadOnlyList<string> Specialties { get; init; } = [];

    public IReadOnlyList<string> Telecommunications { get; init; } = [];
}

namespace HieImaging.PretendFacility.Proxying;

/// <summary>Each connection ends after so many more bytes of one direction, counted from when this is set.</summary>
public sealed record Cut(Ending Ending, long AfterBytes);

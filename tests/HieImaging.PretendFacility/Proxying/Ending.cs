namespace HieImaging.PretendFacility.Proxying;

/// <summary>How a connection is ended before its time.</summary>
public enum Ending
{
    /// <summary>RST to both sides.</summary>
    Reset,

    /// <summary>FIN to who receives, as if the sender had said all; what the sender says further is lost.</summary>
    Truncation,
}

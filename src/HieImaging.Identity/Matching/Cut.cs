namespace HieImaging.Identity.Matching;

/// <summary>The bits above which a pair is believed: they rise with the number of identities, for each is a chance of being mistaken.</summary>
internal static class Cut
{
    /// <summary>The belief asked for.</summary>
    public const double Certainty = 0.9999;

    /// <summary>log2(N) + log2(p / (1 - p)).</summary>
    public static double Bits(double population) => Math.Log2(Math.Max(1, population)) + Math.Log2(Certainty / (1 - Certainty));
}

namespace HieImaging.Fhir.FhirPath;

/// <summary>What <c>$this</c>, <c>$index</c> and <c>$total</c> are where a term stands.</summary>
internal readonly struct PathFrame
{
    internal PathFrame(in FhirNode item, int index = 0, NodeList? total = null)
    {
        This = item;
        Index = index;
        Total = total;
    }

    /// <summary>The frame of <c>iif</c>, whose <c>$this</c> is the whole collection.</summary>
    internal PathFrame(NodeList all, in PathFrame outer)
    {
        All = all;
        Index = outer.Index;
        Total = outer.Total;
    }

    internal FhirNode This { get; }

    /// <summary>The collection that <c>$this</c> stands for; null where it is the one item <see cref="This"/>.</summary>
    internal NodeList? All { get; }

    internal int Index { get; }

    internal NodeList? Total { get; }
}

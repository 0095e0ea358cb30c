namespace HieImaging.Wire.Xml;

/// <summary>How much XML is read; all counted while reading.</summary>
public sealed record XmlBounds
{
    public static readonly XmlBounds Default = new();

    /// <summary>Levels of elements.</summary>
    public int Depth { get; init; } = 64;

    /// <summary>Attributes of one element, namespace declarations among them.</summary>
    public int Attributes { get; init; } = 64;

    /// <summary>Elements, texts and all other nodes together.</summary>
    public int Nodes { get; init; } = 200_000;

    /// <summary>Different namespaces of a document.</summary>
    public int Namespaces { get; init; } = 64;

    /// <summary>Bytes of a document.</summary>
    public long Bytes { get; init; } = 2 * 1024 * 1024;
}

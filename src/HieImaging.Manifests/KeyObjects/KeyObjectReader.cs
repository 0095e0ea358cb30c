namespace HieImaging.Manifests.KeyObjects;

/// <summary>Key objects as hospitals really send them become manifests, one for each study in the evidence.</summary>
public static class KeyObjectReader
{
    /// <summary>References of one key object, duplicates counted.</summary>
    public const int MostReferences = 50_000;

    /// <param name="file">A Part 10 file.</param>
    public static KeyObjectReading Read(ReadOnlyMemory<byte> file, CustodianTerms terms) => throw new NotImplementedException();
}

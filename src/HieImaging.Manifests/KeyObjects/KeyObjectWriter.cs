namespace HieImaging.Manifests.KeyObjects;

/// <summary>A manifest becomes an XDS-I.b key object (RAD TF-3 4.68, PS3.16 TID 2010).</summary>
public static class KeyObjectWriter
{
    /// <summary>A Part 10 file, explicit little endian, ISO_IR 192.</summary>
    public static byte[] Write(Manifest manifest) => throw new NotImplementedException();
}

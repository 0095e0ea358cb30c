namespace HieImaging.Dicom.Files;

/// <summary>Big endian values, which this house keeps as little endian (PS3.5 7.3).</summary>
internal static class ByteOrder
{
    /// <summary>A copy in which every unit is turned round; a rest that fills no unit stays.</summary>
    public static byte[] Swapped(ReadOnlyMemory<byte> value, int unit)
    {
        var bytes = value.ToArray();
        for (var at = 0; at + unit <= bytes.Length; at += unit)
            bytes.AsSpan(at, unit).Reverse();
        return bytes;
    }
}

namespace HieImaging.Manifests.KeyObjects;

/// <summary>
/// The 128 bytes before a Part 10 file, which nobody reads as DICOM (PS3.10 7.1): a program may hide there. What is kept is given back byte
/// for byte, so such a file is not kept (CVE-2019-11687).
/// </summary>
internal static class Preamble
{
    // DOS and Windows, ELF, Mach-O of both widths and byte orders and for several processors, a script
    private static readonly byte[][] Programs =
    [
        [(byte)'M', (byte)'Z'], [0x7F, (byte)'E', (byte)'L', (byte)'F'], [0xFE, 0xED, 0xFA, 0xCE], [0xFE, 0xED, 0xFA, 0xCF],
        [0xCE, 0xFA, 0xED, 0xFE], [0xCF, 0xFA, 0xED, 0xFE], [0xCA, 0xFE, 0xBA, 0xBE], [(byte)'#', (byte)'!'],
    ];

    public static bool IsProgram(ReadOnlySpan<byte> file)
    {
        foreach (var start in Programs)
            if (file.StartsWith(start))
                return true;
        return false;
    }
}

using System.Buffers.Binary;

namespace HieImaging.Dicom.Files;

/// <summary>The VR in implicit VR where the dictionary gives a choice (PS3.5 A.1, PS3.6 6).</summary>
internal static class ChosenVR
{
    public static DicomVR Of(DicomDataset dataset, DicomTag tag, DicomVR usual)
    {
        if (usual != DicomVR.US || tag == DicomTag.PixelRepresentation || DicomDictionary.Find(tag) is not { VRs.Count: > 1 } entry)
            return usual;
        if (entry.VRs.Contains(DicomVR.SS))
            return IsSigned(dataset) ? DicomVR.SS : DicomVR.US;
        return entry.VRs.Contains(DicomVR.OW) ? DicomVR.OW : usual;
    }

    private static bool IsSigned(DicomDataset dataset)
    {
        for (var around = dataset; around is not null; around = around.Parent)
        {
            if (around.Find(DicomTag.PixelRepresentation) is DicomElement { Bytes.Length: >= 2 } element)
                return BinaryPrimitives.ReadUInt16LittleEndian(element.Bytes.Span) == 1;
        }
        return false;
    }
}

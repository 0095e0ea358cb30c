namespace HieImaging.Dicom.Files;

/// <summary>Looks through a data set that was read for what only its values tell.</summary>
internal static class Examination
{
    public static void Of(DicomDataset meta, DicomDataset dataset, Irregularities met)
    {
        Compare(meta, DicomTag.MediaStorageSOPClassUID, dataset, DicomTag.SOPClassUID, met);
        Compare(meta, DicomTag.MediaStorageSOPInstanceUID, dataset, DicomTag.SOPInstanceUID, met);
        Look(dataset, met);
    }

    private static void Compare(DicomDataset meta, DicomTag named, DicomDataset dataset, DicomTag own, Irregularities met)
    {
        if (meta.GetString(named) is { } other && dataset.GetString(own) is { } uid && other != uid)
            met.Add(DicomIrregularity.FileMetaOfAnotherObject, named);
    }

    private static void Look(DicomDataset dataset, Irregularities met)
    {
        if (dataset.Contains(DicomTag.SpecificCharacterSet))
        {
            foreach (var irregularity in dataset.CharacterSet.Irregularities)
                met.Add(irregularity, DicomTag.SpecificCharacterSet);
        }
        foreach (var item in dataset)
        {
            if (item.Tag is { IsPrivate: true, IsPrivateCreator: false, IsGroupLength: false } && dataset.PrivateCreator(item.Tag) is null)
                met.Add(DicomIrregularity.PrivateWithoutCreator, item.Tag);
            if (item is DicomElement { VR.UsesCharacterSet: true } text && text.Bytes.Span.ContainsAnyInRange((byte)0x80, (byte)0xFF))
                LookAtText(dataset, text.Tag, met);
            else if (item is DicomSequence sequence)
            {
                foreach (var nested in sequence.Items)
                    Look(nested, met);
            }
        }
    }

    private static void LookAtText(DicomDataset dataset, DicomTag tag, Irregularities met)
    {
        if (ReferenceEquals(dataset.CharacterSet, CharacterSets.SpecificCharacterSet.Default))
            met.Add(DicomIrregularity.TextWithoutCharacterSet, tag);
        if (dataset.GetText(tag)!.Contains('\uFFFD', StringComparison.Ordinal))
            met.Add(DicomIrregularity.TextUndecodable, tag);
    }
}

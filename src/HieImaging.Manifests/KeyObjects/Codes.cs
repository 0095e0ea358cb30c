using HieImaging.Dicom;

namespace HieImaging.Manifests.KeyObjects;

/// <summary>A code sequence item (PS3.3 8.8) as a concept, and back.</summary>
internal static class Codes
{
    public static CodedConcept? Of(DicomDataset? item)
    {
        var value = item?.GetString(DicomTag.CodeValue)
            ?? item?.GetString(DicomTag.LongCodeValue)
            ?? item?.GetString(DicomTag.URNCodeValue);
        if (PlainText.Of(value) is not { } code)
            return null;
        return new CodedConcept(
            code,
            PlainText.Of(item!.GetString(DicomTag.CodingSchemeDesignator)) ?? "",
            PlainText.Of(item.GetString(DicomTag.CodeMeaning)) ?? "");
    }

    /// <summary>A value longer than 16 characters goes into Long Code Value (PS3.3 8.1).</summary>
    public static DicomDataset Item(CodedConcept concept)
    {
        var item = new DicomDataset { { concept.Value.Length <= 16 ? DicomTag.CodeValue : DicomTag.LongCodeValue, concept.Value } };
        if (concept.Scheme.Length > 0)
            item.Add(DicomTag.CodingSchemeDesignator, concept.Scheme);
        item.Add(DicomTag.CodeMeaning, concept.Meaning.Length > 0 ? concept.Meaning : concept.Value);
        return item;
    }
}

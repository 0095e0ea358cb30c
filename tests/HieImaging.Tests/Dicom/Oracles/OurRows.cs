using System.Globalization;
using HieImaging.Dicom;
using HieImaging.Dicom.Files;

namespace HieImaging.Tests.Dicom.Oracles;

/// <summary>What this library reads.</summary>
internal static class OurRows
{
    /// <summary>Meta information and data set, text as the bytes that it is on the wire (in ISO 8859-1).</summary>
    public static List<OracleRow> Raw(DicomFile file)
    {
        var rows = new List<OracleRow>();
        Walk(file.FileMeta, "", rows, isDecoded: false);
        Walk(file.Dataset, "", rows, isDecoded: false);
        return rows;
    }

    /// <summary>The data set, text decoded.</summary>
    public static List<OracleRow> Decoded(DicomDataset dataset)
    {
        var rows = new List<OracleRow>();
        Walk(dataset, "", rows, isDecoded: true);
        return rows;
    }

    private static void Walk(DicomDataset dataset, string path, List<OracleRow> rows, bool isDecoded)
    {
        foreach (var item in dataset)
        {
            var at = path + item.Tag.Hex;
            switch (item)
            {
                case DicomSequence sequence:
                    rows.Add(new OracleRow(at, "SQ", sequence.Items.Count.ToString(CultureInfo.InvariantCulture)));
                    for (var index = 0; index < sequence.Items.Count; index++)
                        Walk(sequence.Items[index], $"{at}[{index}]/", rows, isDecoded);
                    break;
                case DicomFragmentSequence fragments:
                    rows.Add(new OracleRow(at, item.VR.Code, OracleRow.Digest(fragments.Items)));
                    break;
                case DicomElement element:
                    rows.Add(new OracleRow(at, item.VR.Code, Value(dataset, element, isDecoded), element.Length));
                    break;
                default:
                    throw new InvalidOperationException("No such item.");
            }
        }
    }

    private static string Value(DicomDataset dataset, DicomElement element, bool isDecoded)
    {
        var vr = element.VR;
        var bytes = dataset.BytesOf(element).Span;
        if (vr.IsText)
            return isDecoded ? string.Join('\\', dataset.GetStrings(element.Tag)) : System.Text.Encoding.Latin1.GetString(bytes).TrimEnd(' ', '\0');
        return vr == DicomVR.AT || (vr.IsMultiValued && vr.Unit > 1) ? Convert.ToHexStringLower(bytes) : OracleRow.Digest(bytes);
    }
}

using System.Globalization;
using System.Text;
using HieImaging.Dicom;
using HieImaging.Dicom.Files;

namespace HieImaging.Tests.Dicom;

/// <summary>A data set as lines, so that two of them compare and a difference reads well.</summary>
internal static class DatasetListing
{
    /// <summary>Tag, VR and the padded bytes of each value.</summary>
    public static string OfContent(DicomDataset dataset) => Lines(dataset, element =>
    {
        var bytes = dataset.BytesOf(element).ToArray();
        return Convert.ToHexString(bytes.Length % 2 == 1 ? [.. bytes, element.VR.Padding] : bytes);
    });

    /// <summary>Tag, VR and the length of each value, as dcmdump shows them.</summary>
    public static string OfLengths(DicomFile file) => Lines(file.FileMeta, Length) + Lines(file.Dataset, Length);

    private static string Length(DicomElement element) => element.Length.ToString(CultureInfo.InvariantCulture);

    private static string Lines(DicomDataset dataset, Func<DicomElement, string> value)
    {
        var text = new StringBuilder();
        Append(text, dataset, 0, value);
        return text.ToString();
    }

    private static void Append(StringBuilder text, DicomDataset dataset, int depth, Func<DicomElement, string> value)
    {
        foreach (var item in dataset)
        {
            var line = new string(' ', depth * 2) + item.Tag.ToString().ToLowerInvariant() + " " + item.VR.Code + " ";
            switch (item)
            {
                case DicomElement element:
                    text.Append(line).Append(value(element)).Append('\n');
                    break;
                case DicomSequence sequence:
                    text.Append(line).Append('#').Append(sequence.Items.Count).Append('\n');
                    foreach (var nested in sequence.Items)
                        Append(text, nested, depth + 1, value);
                    break;
                case DicomFragmentSequence fragments:
                    text.Append(line).Append('#').Append(fragments.Items.Count).Append(' ')
                        .AppendJoin(' ', fragments.Items.Select(fragment => fragment.Length)).Append('\n');
                    break;
                default:
                    throw new InvalidOperationException();
            }
        }
    }
}

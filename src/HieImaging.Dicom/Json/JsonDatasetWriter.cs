using System.Text.Json;

namespace HieImaging.Dicom.Json;

/// <summary>
/// Writes data sets in the JSON model. Text is UTF-8, and (0008,0005) says so; group lengths are left out (PS3.18 F.2.2).
/// </summary>
internal sealed class JsonDatasetWriter(Utf8JsonWriter writer, DicomJsonOptions options)
{
    // Beyond 2^53 a number of JavaScript is another one.
    private const long ExactInJavaScript = 1L << 53;

    public void Write(DicomDataset dataset)
    {
        writer.WriteStartObject();
        foreach (var item in dataset)
        {
            if (item.Tag.IsGroupLength)
                continue;
            var uri = options.BulkDataUri?.Invoke(item) ?? (item as DicomElement)?.BulkDataUri;
            // What is neither here nor anywhere else cannot be told.
            if (uri is null && item is DicomFragmentSequence or DicomElement { IsSkipped: true })
                continue;
            writer.WriteStartObject(item.Tag.Hex);
            writer.WriteString("vr", item.VR.Code);
            if (uri is not null)
                writer.WriteString("BulkDataURI", uri);
            else if (item is DicomSequence sequence)
                WriteItems(sequence);
            else if (item is DicomElement element)
                WriteValue(dataset, element);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private void WriteItems(DicomSequence sequence)
    {
        if (sequence.Items.Count == 0)
            return;
        writer.WriteStartArray("Value");
        foreach (var item in sequence.Items)
            Write(item);
        writer.WriteEndArray();
    }

    private void WriteValue(DicomDataset dataset, DicomElement element)
    {
        var vr = element.VR;
        if (vr.Code is "OB" or "OD" or "OF" or "OL" or "OV" or "OW" or "UN")
        {
            if (element.Bytes.Length > 0)
                writer.WriteBase64String("InlineBinary", element.Bytes.Span);
            return;
        }
        var values = element.Tag == DicomTag.SpecificCharacterSet ? ["ISO_IR 192"] : dataset.GetStrings(element.Tag);
        if (values.Count == 0 || (values.Count == 1 && values[0].Length == 0))
            return;
        writer.WriteStartArray("Value");
        foreach (var value in values)
            WriteOne(vr, value);
        writer.WriteEndArray();
    }

    private void WriteOne(DicomVR vr, string value)
    {
        if (value.Length == 0)
            writer.WriteNullValue();
        else if (vr == DicomVR.PN)
            WriteName(value);
        else if (vr == DicomVR.SV || vr == DicomVR.UV)
            WriteLong(value);
        else if (vr == DicomVR.DS || vr == DicomVR.IS || (vr.Unit > 1 && vr != DicomVR.AT))
            JsonValues.WriteNumber(writer, value);
        else
            writer.WriteStringValue(value);
    }

    private void WriteLong(string value)
    {
        if (long.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var number)
            && Math.Abs((double)number) <= ExactInJavaScript)
            writer.WriteNumberValue(number);
        else
            writer.WriteStringValue(value);
    }

    private void WriteName(string value)
    {
        string[] names = ["Alphabetic", "Ideographic", "Phonetic"];
        var groups = value.Split('=', 4);
        writer.WriteStartObject();
        for (var index = 0; index < Math.Min(3, groups.Length); index++)
        {
            if (groups[index].Length > 0)
                writer.WriteString(names[index], groups[index].TrimEnd(' '));
        }
        writer.WriteEndObject();
    }
}

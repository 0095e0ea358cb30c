using System.Text.Json;

namespace HieImaging.Dicom.Json;

/// <summary>
/// Reads data sets of the JSON model. What peers write a little beside the
/// standard is read: numbers as strings, strings as numbers, "vr" last or missing.
/// </summary>
internal sealed class JsonDatasetReader(DicomJsonOptions options)
{
    private int _elements;
    private int _items;
    private bool _beyondAscii;

    /// <summary>An item lies three levels below its data set: attribute, Value, item.</summary>
    public static JsonReaderOptions ReaderOptions(DicomJsonOptions options) => new() { MaxDepth = (3 * (options.MaxDepth + 1)) + 4 };

    /// <summary>An outer data set; the reader stands on its opening brace and ends on its closing one.</summary>
    public DicomDataset Read(ref Utf8JsonReader reader)
    {
        _beyondAscii = false;
        var dataset = ReadDataset(ref reader, null, 0);
        if (_beyondAscii)
            dataset.AddOrUpdate(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        return dataset;
    }

    private DicomDataset ReadDataset(ref Utf8JsonReader reader, DicomDataset? parent, int depth)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw Bad(ref reader, null, "Not a data set.");
        if (depth > options.MaxDepth)
            throw new DicomFormatException(DicomFormatReason.TooDeep, null, reader.BytesConsumed, "Deeper sequences than allowed.");
        var dataset = new DicomDataset();
        if (parent is not null)
            dataset.Attach(parent);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var known = DicomTag.TryParse(reader.GetString(), out var tag);
            reader.Read();
            if (!known || tag.IsGroupLength || tag.Group == 0xFFFE)
            {
                reader.Skip();
                continue;
            }
            if (++_elements > options.MaxElements)
                throw new DicomFormatException(DicomFormatReason.TooMany, tag, reader.BytesConsumed, "More elements than allowed.");
            // Text of JSON is Unicode, whatever an item once said about its bytes.
            var item = ReadAttribute(ref reader, dataset, tag, depth);
            if (tag != DicomTag.SpecificCharacterSet || parent is null)
                dataset.Append(item);
        }
        if (dataset.Settle(out _) is { } twice)
            throw new DicomFormatException(
                DicomFormatReason.DuplicateElement, twice, reader.BytesConsumed,
                "An element that was there already.");
        return dataset;
    }

    private DicomItem ReadAttribute(ref Utf8JsonReader reader, DicomDataset dataset, DicomTag tag, int depth)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw Bad(ref reader, tag, "Not an attribute.");
        DicomVR? vr = null;
        DicomItem? item = null;
        var value = default(Utf8JsonReader);
        var (hasValue, isGiven) = (false, false);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("vr"))
            {
                reader.Read();
                vr = DicomVR.TryParse(reader.GetString(), out var named) ? named : throw new DicomFormatException(
                    DicomFormatReason.BadVR, tag, reader.BytesConsumed, "No such VR.");
                continue;
            }
            var (isValue, isInline) = (reader.ValueTextEquals("Value"), reader.ValueTextEquals("InlineBinary"));
            var isKnown = isValue || isInline || reader.ValueTextEquals("BulkDataURI");
            reader.Read();
            if (isKnown && isGiven)
                throw Bad(ref reader, tag, "More than one of Value, BulkDataURI and InlineBinary."); // PS3.18 F.2.2
            isGiven |= isKnown;
            if (isInline)
                item = new DicomElement(tag, vr ?? DicomDictionary.VROf(tag), Base64(ref reader, tag));
            else if (isKnown && !isValue)
                item = DicomElement.InBulk(tag, vr ?? DicomDictionary.VROf(tag), reader.GetString() ?? "");
            else if (isValue && vr is not null)
                item = ReadValue(ref reader, dataset, tag, vr, depth);
            else
            {
                if (isValue)
                    value = reader; // the VR may come behind
                hasValue |= isValue;
                reader.Skip();
            }
        }
        vr ??= DicomDictionary.VROf(tag);
        if (hasValue)
            item = ReadValue(ref value, dataset, tag, vr, depth);
        if (item is null)
            return vr == DicomVR.SQ ? new DicomSequence(tag) : new DicomElement(tag, vr, ReadOnlyMemory<byte>.Empty);
        return item is DicomElement element && element.VR != vr ? Renamed(element, vr) : item;
    }

    private DicomItem ReadValue(ref Utf8JsonReader reader, DicomDataset dataset, DicomTag tag, DicomVR vr, int depth)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw Bad(ref reader, tag, "Value is not an array.");
        if (vr == DicomVR.SQ)
            return ReadSequence(ref reader, dataset, tag, depth);
        var values = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (++_items > options.MaxElements)
                throw new DicomFormatException(DicomFormatReason.TooMany, tag, reader.BytesConsumed, "More values than allowed.");
            values.Add(JsonValues.Text(ref reader, tag));
            _beyondAscii |= !System.Text.Ascii.IsValid(values[^1]);
        }
        if (vr.IsText || vr == DicomVR.UN)
            return new DicomElement(tag, vr == DicomVR.UN ? DicomVR.LO : vr, [.. values]);
        return JsonValues.Numbers(tag, vr, values) ?? throw Bad(ref reader, tag, "A value that its VR cannot hold.");
    }

    private DicomSequence ReadSequence(ref Utf8JsonReader reader, DicomDataset dataset, DicomTag tag, int depth)
    {
        var sequence = new DicomSequence(tag);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (++_items > options.MaxItems)
                throw new DicomFormatException(DicomFormatReason.TooMany, tag, reader.BytesConsumed, "More items than allowed.");
            if (reader.TokenType == JsonTokenType.Null)
                sequence.Append(new DicomDataset()); // an empty item, as some write it
            else
                sequence.Append(ReadDataset(ref reader, dataset, depth + 1));
        }
        return sequence;
    }

    private static DicomElement Renamed(DicomElement element, DicomVR vr) =>
        element.BulkDataUri is { } uri ? DicomElement.InBulk(element.Tag, vr, uri)
        : element.Text is { } text ? new DicomElement(element.Tag, element.VR, text)
        : new DicomElement(element.Tag, vr, element.Bytes);

    private static byte[] Base64(ref Utf8JsonReader reader, DicomTag tag) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out var bytes)
            ? bytes
            : throw Bad(ref reader, tag, "Not base64.");

    private static DicomFormatException Bad(ref Utf8JsonReader reader, DicomTag? tag, string text) =>
        new(DicomFormatReason.BadJson, tag, reader.BytesConsumed, text);
}

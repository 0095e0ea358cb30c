using HieImaging.Dicom;

namespace HieImaging.Tests.Dicom;

/// <summary>Data sets of every VR, nested and large now and then, drawn from a seed.</summary>
internal sealed class RandomDatasets(int seed)
{
    private static readonly DicomDictionaryEntry[] Entries =
    [
        .. DicomDictionary.Entries.Where(entry =>
            entry.Tag.Group >= 8 && entry.Tag != DicomTag.SpecificCharacterSet && entry.Tag != DicomTag.PixelRepresentation && entry.VRs.Count == 1
            && !entry.Tag.IsGroupLength && entry.Tag.Group < 0x7FE0 && entry.VR != DicomVR.UN).OrderBy(entry => entry.Tag.Value),
    ];

    private readonly Random _random = new(seed);

    public DicomDataset Next()
    {
        var dataset = Of(_random.Next(0, 40), 0);
        dataset.AddOrUpdate(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        return dataset;
    }

    private DicomDataset Of(int size, int depth)
    {
        var dataset = new DicomDataset();
        for (var count = 0; count < size; count++)
        {
            var entry = Entries[_random.Next(Entries.Length)];
            dataset.AddOrUpdate(Item(entry, depth));
        }
        if (_random.Next(4) == 0)
            dataset.AddOrUpdatePrivate(0x0099, "HIE TEST", (byte)_random.Next(256), DicomVR.UN, Bytes(_random.Next(20) * 2));
        return dataset;
    }

    private DicomItem Item(DicomDictionaryEntry entry, int depth)
    {
        var vr = entry.VR;
        if (vr == DicomVR.SQ)
            return new DicomSequence(entry.Tag, Enumerable.Range(0, depth > 4 ? 0 : _random.Next(4)).Select(_ => Of(_random.Next(5), depth + 1)));
        if (vr.IsText)
            return new DicomElement(entry.Tag, vr, [.. Enumerable.Range(0, vr.IsMultiValued ? _random.Next(4) : 1).Select(_ => Text(vr))]);
        var units = _random.Next(100) == 0 && vr.HasLongLength ? 50_000 : _random.Next(6);
        return new DicomElement(entry.Tag, vr, Bytes(units * Math.Max(vr.Unit, 2) * (vr == DicomVR.AT ? 2 : 1)));
    }

    private string Text(DicomVR vr)
    {
        if (vr == DicomVR.IS)
            return _random.Next(int.MinValue, int.MaxValue).ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (vr == DicomVR.DS)
            return (_random.NextDouble() * _random.Next(-1000, 1000)).ToString("G10", System.Globalization.CultureInfo.InvariantCulture);
        var letters = vr.UsesCharacterSet ? "abc^ÄßЖ山田😀 홍" : "0123456789.";
        return string.Concat(Enumerable.Range(0, _random.Next(1, 30)).Select(_ => letters.EnumerateRunes().ElementAt(_random.Next(letters.EnumerateRunes().Count()))))
            .Trim(' ');
    }

    private byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }
}

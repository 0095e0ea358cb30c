using System.Globalization;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Dicom;

namespace HieImaging.Manifests.KeyObjects;

/// <summary>
/// MADO's Image Library (TID 1600): what it says of series and instances beside the evidence. Both code sets are read: the provisional ones
/// of 99IHE and those of CP-2595. Published examples put an instance's number before its image, not below it; that is read too.
/// </summary>
internal sealed class ImageLibrary
{
    private readonly Dictionary<SeriesInstanceUid, ManifestSeries> _series = [];
    private readonly Dictionary<SopInstanceUid, ManifestInstance> _instances = [];
    private CodedConcept? _region;

    public static ImageLibrary Of(DicomDataset keyObject)
    {
        var library = new ImageLibrary();
        library.Walk(keyObject, Moments.OffsetOf(keyObject));
        return library;
    }

    /// <summary>Procedure Code (121023, DCM) of the root, which MADO adds.</summary>
    public static CodedConcept? ProcedureOf(DicomDataset keyObject) => keyObject.GetSequence(DicomTag.ContentSequence)
        .Where(item => Name(item) == "121023").Select(Code).FirstOrDefault(code => code is not null);

    /// <summary>The series with what the library adds; a modality that nobody named is derived from the SOP class.</summary>
    public ManifestSeries Described(ManifestSeries series)
    {
        var said = _series.GetValueOrDefault(series.Uid);
        return series with
        {
            Modality = series.Modality ?? said?.Modality ?? SopClassModality.Of(series.Instances),
            Number = series.Number ?? said?.Number,
            Description = series.Description ?? said?.Description,
            Region = series.Region ?? said?.Region ?? _region,
            Started = series.Started ?? said?.Started,
        };
    }

    public ManifestInstance Described(ManifestInstance instance) => _instances.TryGetValue(instance.Uid, out var said)
        ? instance with
            {
                Number = instance.Number ?? said.Number,
                Frames = instance.Frames ?? said.Frames,
                Title = instance.Title ?? said.Title
            }
        : instance;

    private void Walk(DicomDataset container, int? offset)
    {
        foreach (var item in container.GetSequence(DicomTag.ContentSequence))
        {
            switch (Name(item))
            {
                case "126200": Group(item, offset); break;
                case "123014" when Name(container) == "111028": _region ??= Code(item); break;
                default: Walk(item, offset); break;
            }
        }
    }

    private void Group(DicomDataset group, int? offset)
    {
        SeriesInstanceUid? uid = null;
        string? modality = null, description = null;
        int? number = null, instanceNumber = null;
        CodedConcept? region = null;
        DateOnly? date = null;
        TimeOnly? time = null;
        foreach (var item in group.GetSequence(DicomTag.ContentSequence))
        {
            switch (Name(item))
            {
                case "112002": uid = SeriesInstanceUid.TryParse(item.GetString(DicomTag.UID), out var named) ? named : uid; break;
                case "121139": modality = Code(item)?.Value ?? modality; break;
                case "123014": region ??= Code(item); break;
                case "113607": number = Number(item) ?? number; break;
                case "MADOTEMP002" or "131563": description = Text(item) ?? description; break;
                case "MADOTEMP003" or "131561": date = item.GetDate(DicomTag.Date) ?? date; break;
                case "MADOTEMP004" or "131562": time = item.GetTime(DicomTag.Time) ?? time; break;
                case "113609": instanceNumber = Number(item); break;
                default:
                    Entry(item, instanceNumber);
                    instanceNumber = null;
                    break;
            }
        }
        if (uid is { } series)
        {
            _series.TryAdd(series, new ManifestSeries
            {
                Uid = series, Modality = modality, Number = number, Description = description, Region = region,
                Started = date is { } day ? new Moment(day, time, offset) : null, Instances = [],
            });
        }
    }

    private void Entry(DicomDataset item, int? number)
    {
        if (!SopInstanceUid.TryParse(
            item.GetFirstItem(DicomTag.ReferencedSOPSequence)?.GetString(DicomTag.ReferencedSOPInstanceUID), out var uid))
            return;
        int? frames = null;
        string? title = null;
        foreach (var child in item.GetSequence(DicomTag.ContentSequence))
        {
            switch (Name(child))
            {
                case "113609": number = Number(child) ?? number; break;
                case "121140": frames = Number(child); break;
                case "121144": title ??= Code(child)?.Meaning; break;
                case "113012": title = Text(child) ?? title; break;              // a description says more than its title
            }
        }
        _instances.TryAdd(uid, new ManifestInstance(uid, "", number, frames, title));
    }

    private static string? Name(DicomDataset item) => item.GetFirstItem(DicomTag.ConceptNameCodeSequence)?.GetString(DicomTag.CodeValue);

    private static CodedConcept? Code(DicomDataset item) => Codes.Of(item.GetFirstItem(DicomTag.ConceptCodeSequence));

    private static string? Text(DicomDataset item) => PlainText.Of(item.GetText(DicomTag.TextValue));

    // NUM in the template, TEXT in the published examples
    private static int? Number(DicomDataset item) =>
        int.TryParse(item.GetFirstItem(DicomTag.MeasuredValueSequence)?.GetString(DicomTag.NumericValue) ?? Text(item),
            NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}

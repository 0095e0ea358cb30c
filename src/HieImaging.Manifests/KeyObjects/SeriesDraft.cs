using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Dicom;

namespace HieImaging.Manifests.KeyObjects;

/// <summary>A series while the evidence is read: its item may come twice, once for each place where it is.</summary>
internal sealed class SeriesDraft(SeriesInstanceUid uid)
{
    private const int MostLocations = 32;

    private readonly List<SeriesLocation> _locations = [];
    private ManifestSeries? _described;

    public List<ManifestInstance> Instances { get; } = [];

    public void Meet(DicomDataset item, int? offsetMinutes)
    {
        RetrieveLocationUid? location = RetrieveLocationUid.TryParse(item.GetString(DicomTag.RetrieveLocationUID), out var named)
            ? named
            : null;
        var place = new SeriesLocation(
            location,
            PlainText.Of(item.GetString(DicomTag.RetrieveAETitle)),
            PlainText.Of(item.GetString(DicomTag.RetrieveURL)));
        if (place is not (null, null, null) && _locations.Count < MostLocations && !_locations.Contains(place))
            _locations.Add(place);
        // Series attributes are no part of the macro (PS3.3 table C.17-3a) but allowed beside it; our own writer keeps them there.
        _described ??= new ManifestSeries
        {
            Uid = uid,
            Modality = PlainText.Of(item.GetString(DicomTag.Modality)),
            Number = item.GetInt32(DicomTag.SeriesNumber),
            Description = PlainText.Of(item.GetString(DicomTag.SeriesDescription)),
            BodyPart = PlainText.Of(item.GetString(DicomTag.BodyPartExamined)),
            Region = Codes.Of(item.GetFirstItem(DicomTag.AnatomicRegionSequence)),
            Started = Moments.Of(item, DicomTag.SeriesDate, DicomTag.SeriesTime, offsetMinutes),
            Instances = [],
        };
    }

    public ManifestSeries Series() => _described! with { Locations = _locations, Instances = Instances };
}

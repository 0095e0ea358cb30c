using HieImaging.Dicom;

namespace HieImaging.Manifests.KeyObjects;

/// <summary>A date and a time of a data set as one moment, with the offset of the object where it has one.</summary>
internal static class Moments
{
    public static Moment? Of(DicomDataset dataset, DicomTag date, DicomTag time) =>
        dataset.GetDateTime(date, time) is { } read ? new Moment(read.Date, read.Time, (int?)read.Offset?.TotalMinutes) : null;

    /// <summary>The same of an item, whose offset is that of the object around it.</summary>
    public static Moment? Of(DicomDataset item, DicomTag date, DicomTag time, int? offsetMinutes) =>
        item.GetDate(date) is { } day ? new Moment(day, item.GetTime(time), offsetMinutes) : null;

    public static int? OffsetOf(DicomDataset dataset) =>
        (int?)DicomDateTime.Of(DateOnly.MinValue, null, dataset.GetString(DicomTag.TimezoneOffsetFromUTC)).Offset?.TotalMinutes;
}

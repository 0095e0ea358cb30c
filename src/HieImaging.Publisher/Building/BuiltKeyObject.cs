using System.Globalization;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Manifests;
using HieImaging.Manifests.KeyObjects;

namespace HieImaging.Publisher.Building;

/// <summary>A manifest with its name and its bytes.</summary>
internal sealed record BuiltKeyObject(SopInstanceUid Uid, byte[] Content)
{
    /// <summary>Sameness of what is published, whenever and under whatever name.</summary>
    public static string DigestOf(Manifest manifest) =>
        ManifestDigest.Of(manifest with { KeyObject = default, Content = null, Created = null });

    /// <param name="at">
    /// Content date and time, whole seconds: with the content it decides the SOP Instance UID, so that the same is always the same.
    /// </param>
    /// <param name="zone">The hospital's zone, for objects that name no offset.</param>
    public static BuiltKeyObject Of(Manifest manifest, DateTimeOffset at, TimeZoneInfo? zone)
    {
        var patient = manifest.Patient.Identifier;
        var second = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var uid = DerivedUid.Of(
            "key-object", manifest.Study.Uid.Text,
            patient.Authority.Oid.Text, patient.Value,
            DigestOf(manifest), second);
        // (0008,0201) speaks of every time in the object: where the images name no offset, the key object's own times are bare, too.
        var offset = manifest.Study.Started?.OffsetMinutes
            ?? manifest.Study.Series
                .Select(series => series.Started?.OffsetMinutes)
                .FirstOrDefault(known => known is not null);
        var local = offset is { } minutes
            ? at.ToOffset(TimeSpan.FromMinutes(minutes))
            : TimeZoneInfo.ConvertTime(at, zone ?? TimeZoneInfo.Utc);
        var moment = new Moment(DateOnly.FromDateTime(local.DateTime), new TimeOnly(local.Hour, local.Minute, local.Second), offset);
        return new BuiltKeyObject(uid, KeyObjectWriter.Write(manifest with { KeyObject = uid, Content = moment, Created = moment }));
    }
}

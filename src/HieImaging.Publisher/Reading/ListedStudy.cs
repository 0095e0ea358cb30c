using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.Publisher.Reading;

/// <summary>A study as the archive's QIDO-RS lists it.</summary>
/// <param name="Times">How often its UID is listed: twice, where one Study UID is under two patients.</param>
/// <param name="Instances">As the archive counts; null where it does not say.</param>
/// <param name="Look">Digest of what the list says of it: another one means that something has changed, the same means nothing.</param>
internal sealed record ListedStudy(StudyInstanceUid Uid, int Times, int? Instances, string Look = "");

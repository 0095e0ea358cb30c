using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.Publisher.Reading;

/// <summary>A study as the archive's QIDO-RS lists it.</summary>
/// <param name="Times">How often its UID is listed: twice, where one Study UID is under two patients.</param>
/// <param name="Instances">As the archive counts; null where it does not say.</param>
internal sealed record ListedStudy(StudyInstanceUid Uid, int Times, int? Instances);

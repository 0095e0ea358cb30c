using HieImaging.Xds.Responses;

namespace HieImaging.Xds.Metadata;

/// <summary>A submission as read, or why it is none: null where there is an error of severity Error.</summary>
public sealed record SubmissionReading(Submission? Submission, IReadOnlyList<RegistryError> Errors);

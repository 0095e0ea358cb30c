namespace HieImaging.Xds.Retrieving;

/// <summary>One document that is asked for (TF-2 3.43.4.1.2).</summary>
public sealed record DocumentRequest(string? HomeCommunityId, string RepositoryUniqueId, string DocumentUniqueId);

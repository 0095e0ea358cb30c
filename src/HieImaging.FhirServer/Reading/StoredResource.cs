using HieImaging.FhirServer.Declaring;

namespace HieImaging.FhirServer.Reading;

/// <summary>A resource as it was read: its row, and its bytes in a rented buffer that is given back when it is disposed.</summary>
internal sealed class StoredResource(
    FhirRow row, DateTimeOffset lastUpdated, bool deleted, IReadOnlyList<string> sortedBy, RentedBody body) : IDisposable
{
    internal FhirRow Row => row;

    internal DateTimeOffset LastUpdated => lastUpdated;

    internal bool Deleted => deleted;

    /// <summary>The values of the sort keys as PostgreSQL writes them.</summary>
    internal IReadOnlyList<string> SortedBy => sortedBy;

    internal ReadOnlyMemory<byte> Body => body.Bytes;

    public void Dispose() => body.Dispose();
}

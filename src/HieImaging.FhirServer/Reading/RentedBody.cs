namespace HieImaging.FhirServer.Reading;

/// <summary>A piece of a <see cref="BodyBlock"/>; given back once.</summary>
internal readonly record struct RentedBody(BodyBlock Block, Memory<byte> Bytes) : IDisposable
{
    public void Dispose() => Block.Release();
}

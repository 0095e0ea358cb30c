using System.Buffers;

namespace HieImaging.FhirServer.Reading;

/// <summary>A large rented buffer that the bodies of a page are cut out of; it goes back when nobody holds any of it.</summary>
internal sealed class BodyBlock(int length)
{
    private readonly byte[] _bytes = ArrayPool<byte>.Shared.Rent(length);
    private int _cut;
    private int _holders = 1;

    internal bool Has(int more) => more <= _bytes.Length - _cut;

    internal RentedBody Cut(int piece)
    {
        _holders++;
        _cut += piece;
        return new RentedBody(this, _bytes.AsMemory(_cut - piece, piece));
    }

    internal void Release()
    {
        if (--_holders == 0)
            ArrayPool<byte>.Shared.Return(_bytes);
    }
}

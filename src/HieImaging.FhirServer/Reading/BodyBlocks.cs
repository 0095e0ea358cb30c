namespace HieImaging.FhirServer.Reading;

/// <summary>
/// Buffers for the bodies of one answer, in blocks of 256 KiB: fifty bodies rented one by one are more than the pool keeps, as soon as a few callers
/// ask at once. One reader at a time.
/// </summary>
internal sealed class BodyBlocks : IDisposable
{
    private const int Block = 256 * 1024;

    private BodyBlock? _current;

    internal RentedBody Rent(int length)
    {
        if (_current is not { } block || !block.Has(length))
        {
            Dispose();
            _current = block = new BodyBlock(Math.Max(Block, length));
        }
        return block.Cut(length);
    }

    /// <summary>What was cut out of them stays with whoever rented it.</summary>
    public void Dispose()
    {
        _current?.Release();
        _current = null;
    }
}

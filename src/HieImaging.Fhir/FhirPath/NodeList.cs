namespace HieImaging.Fhir.FhirPath;

/// <summary>A collection that grows and is used again; each item that it takes is paid for out of the scope's budget.</summary>
internal sealed class NodeList(PathScope scope)
{
    private FhirNode[] _items = new FhirNode[8];

    internal int Count { get; private set; }

    internal ref readonly FhirNode this[int index] => ref _items[index];

    internal ReadOnlySpan<FhirNode> Items => _items.AsSpan(0, Count);

    /// <summary>Takes an item; when the budget is spent it takes none any more.</summary>
    internal void Add(in FhirNode item)
    {
        if (!scope.Spend(1))
            return;
        if (Count == _items.Length)
            Array.Resize(ref _items, Count * 2);
        _items[Count++] = item;
    }

    internal void Add(ReadOnlySpan<FhirNode> items)
    {
        foreach (ref readonly var item in items)
            Add(item);
    }

    /// <summary>The one item; more than one is a fault.</summary>
    internal bool Single(PathScope asking, out FhirNode item)
    {
        item = Count > 0 ? _items[0] : default;
        if (Count > 1)
            asking.Fail("One item was expected.");
        return Count == 1;
    }

    internal void Clear()
    {
        if (_items.Length > 1024)
            _items = new FhirNode[8];
        else
            Array.Clear(_items, 0, Count);
        Count = 0;
    }
}

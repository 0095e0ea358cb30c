using System.Runtime.CompilerServices;

namespace HieImaging.Trust.Callers;

/// <summary>What follows from a caller and from nothing else: worked out when it is first asked for, and kept as long as the caller is,
/// which is until the token ends or another domain is in force.</summary>
internal sealed class FromCaller<T>(Func<Caller, T> follows)
    where T : class
{
    private readonly ConditionalWeakTable<Caller, T> _known = [];
    private readonly ConditionalWeakTable<Caller, T>.CreateValueCallback _follows = caller => follows(caller);

    public T Of(Caller caller) => _known.GetValue(caller, _follows);
}

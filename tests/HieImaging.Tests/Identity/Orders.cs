namespace HieImaging.Tests.Identity;

/// <summary>Every order of some things.</summary>
internal static class Orders
{
    public static IEnumerable<IReadOnlyList<T>> Of<T>(IReadOnlyList<T> things) =>
        things.Count == 0
            ? [[]]
            : things.SelectMany((first, at) => Of<T>([.. things.Where((_, i) => i != at)]).Select(rest => (IReadOnlyList<T>)[first, .. rest]));
}

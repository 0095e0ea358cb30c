namespace HieImaging.Bench.Measuring;

/// <summary>Interleaved rounds: each runs every variant once, and each begins with another variant, so that a noisy minute hits all alike.</summary>
/// <param name="count">Rounds that count.</param>
/// <param name="warmUps">Rounds before them, that do not.</param>
public sealed class Rounds(IReadOnlyList<Variant> variants, int count = 10, int warmUps = 1)
{
    public async Task<Measurement> RunAsync(CancellationToken cancellation)
    {
        var samples = variants.ToDictionary(variant => variant.Name, _ => new List<Sample>());
        for (var round = -warmUps; round < count; round++)
        {
            var said = new List<string>();
            foreach (var variant in Order(variants, round + warmUps))
            {
                var sample = await variant.RunAsync(cancellation);
                said.Add(FormattableString.Invariant($"{variant.Name} {sample.PerSecond:0.#}/s"));
                if (round >= 0)
                    samples[variant.Name].Add(sample);
            }
            Console.WriteLine($"  {(round < 0 ? "warm-up" : FormattableString.Invariant($"round {round + 1}"))}: {string.Join(" · ", said)}");
        }
        return new Measurement(samples.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<Sample>)pair.Value));
    }

    /// <summary>The variants as a round runs them: rotated by one each time.</summary>
    internal static IEnumerable<T> Order<T>(IReadOnlyList<T> variants, int round) =>
        Enumerable.Range(0, variants.Count).Select(place => variants[(place + round) % variants.Count]);
}

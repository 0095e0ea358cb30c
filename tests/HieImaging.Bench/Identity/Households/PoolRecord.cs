using System.Globalization;

namespace HieImaging.Bench.Identity.Households;

/// <summary>One record of the pool.</summary>
/// <param name="Person">Who it really is.</param>
/// <param name="Household">Whom it was made for: the base person, its relatives and its namesakes have one.</param>
/// <param name="Relation">What it is to the base person; <c>self</c> for the base person's own records.</param>
/// <param name="Number">Which of the person's records, from 0.</param>
internal sealed record PoolRecord(int Person, int Household, string Relation, int Number, SyntheticWords Words)
{
    public string Id => string.Create(CultureInfo.InvariantCulture, $"rec-{Person}-{(Number == 0 ? "org" : $"dup-{Number - 1}")}");
}

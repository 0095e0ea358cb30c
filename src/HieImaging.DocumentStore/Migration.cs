using System.Security.Cryptography;
using System.Text;

namespace HieImaging.DocumentStore;

/// <summary>One step forward of a project's schema; never changed once it has been released.</summary>
/// <param name="Schema">The project's schema: <c>record_locator</c>.</param>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Name">What it makes: <c>registered_study</c>.</param>
public sealed record Migration(string Schema, int Number, string Name, string Sql)
{
    internal string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    internal bool IsSameStepAs(AppliedMigration applied) => applied.Schema == Schema && applied.Number == Number;

    public override string ToString() => $"{Schema} {Number:D4} {Name}";
}

using System.Text;
using System.Text.Json;
using HieImaging.Fhir.FhirPath;
using Xunit;

namespace HieImaging.Tests.Fhir.FhirPath;

/// <summary>Neither an expression nor a resource makes an evaluation go on for ever.</summary>
public sealed class PathBoundsTests
{
    private const string NoLooseEnds =
        "contained.where((('#'+id in (%resource.descendants().reference | %resource.descendants().as(canonical) | "
        + "%resource.descendants().as(uri) | %resource.descendants().as(url))) or descendants().where(reference = '#').exists() or "
        + "descendants().where(as(canonical) = '#').exists()).not()).trace('unmatched', id).empty()";

    [Theory]
    [InlineData('(', 100)]
    [InlineData('-', 5000)]
    public void Nesting_is_bounded(char one, int count) =>
        Assert.False(FhirPathExpression.TryCompile(new string(one, count) + "1" + new string(')', count), out _, out _));

    [Fact]
    public void Length_and_words_are_bounded()
    {
        Assert.False(FhirPathExpression.TryCompile(new string(' ', FhirPathExpression.LongestText + 1), out _, out _));
        Assert.False(FhirPathExpression.TryCompile(string.Join('.', Enumerable.Repeat("a", 2000)), out _, out _));
    }

    [Fact]
    public void The_longest_chain_that_is_read_is_evaluated()
    {
        var resource = FhirNode.Resource(JsonDocument.Parse("""{"resourceType":"Patient"}""").RootElement);
        var chain = FhirPathExpression.Compile(string.Join('.', Enumerable.Repeat("trace('x')", 390)));

        Assert.Single(chain.Evaluate(resource, new PathScope(resource, resource)));
    }

    [Theory]
    [InlineData("1.repeat($this + 1)")]
    [InlineData("(1|2|3|4|5|6|7|8|9|10).select((1|2|3|4|5|6|7|8|9|10).select((1|2|3|4|5|6|7|8|9|10).select((1|2|3|4|5|6|7|8|9|10).select((1|2|3|4|5|6|7|8|9|10).select($this)))))")]
    [InlineData("'ab'.repeat($this + $this)")]
    public void An_evaluation_ends_when_the_budget_is_spent(string expression)
    {
        var resource = FhirNode.Resource(JsonDocument.Parse("""{"resourceType":"Patient"}""").RootElement);
        var scope = new PathScope(resource, resource, budget: 50_000);

        Assert.Equal(PathTruth.Failed, FhirPathExpression.Compile(expression).Test(resource, scope));
        Assert.True(scope.IsExhausted);
        Assert.Equal(PathTruth.Failed, FhirPathExpression.Compile("true").Test(resource, scope));
    }

    [Fact]
    public void A_pattern_that_backtracks_elsewhere_is_done_in_linear_time()
    {
        var resource = FhirNode.Resource(JsonDocument.Parse("""{"resourceType":"Patient"}""").RootElement);
        var scope = new PathScope(resource, resource);
        var matches = FhirPathExpression.Compile($"'{new string('a', 8000)}!'.matches('^(a+)+$')");

        Assert.Equal(PathTruth.False, matches.Test(resource, scope));
    }

    // Two hundred megabytes of one display where each component reads it again (obs-7).
    [Fact]
    public void A_thousand_components_are_compared_with_codes_that_are_read_once()
    {
        var components = string.Join(',', Enumerable.Repeat("""{"code":{"coding":[{"code":"y"}]}}""", 1000));
        var resource = FhirNode.Resource(JsonDocument.Parse(
            $$"""{"resourceType":"Observation","code":{"coding":[{"display":"{{new string('a', 100_000)}}"}]},"component":[{{components}}]}""")
            .RootElement);
        var obs7 = FhirPathExpression.Compile("component.code.where(coding.intersect(%resource.code.coding).exists()).empty()");
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(PathTruth.True, obs7.Test(resource, new PathScope(resource, resource)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    [Fact]
    public void Ten_thousand_contained_resources_cost_what_each_costs_once()
    {
        const int count = 10_000;
        var text = new StringBuilder("""{"resourceType":"List","status":"current","mode":"working","contained":[""");
        text.AppendJoin(',', Enumerable.Range(0, count).Select(one => $$"""{"resourceType":"Basic","id":"c{{one}}"}"""));
        text.Append("],\"entry\":[");
        text.AppendJoin(',', Enumerable.Range(0, count).Select(one => $$$"""{"item":{"reference":"#c{{{one}}}"}}"""));
        text.Append("]}");
        var resource = FhirNode.Resource(JsonDocument.Parse(text.ToString()).RootElement);
        var scope = new PathScope(resource, resource, budget: 100 * count);

        Assert.Equal(PathTruth.True, FhirPathExpression.Compile(NoLooseEnds).Test(resource, scope));
    }
}

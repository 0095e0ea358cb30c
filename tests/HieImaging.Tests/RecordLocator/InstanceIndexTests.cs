using HieImaging.RecordLocator.Studies;
using Xunit;

namespace HieImaging.Tests.RecordLocator;

public sealed class InstanceIndexTests
{
    [Fact]
    public void Instances_that_differ_in_their_ends_share_a_few_keys() =>
        Assert.InRange(InstanceIndex.KeysOf(Routes(Enumerable.Range(1, 200).Select(number => $"1.2.840.113619.2.55.3.2831868886.123.{number}"))).Length, 1, 4);

    [Fact]
    public void Instances_that_have_nothing_in_common_have_a_key_each() =>
        Assert.Equal(50, InstanceIndex.KeysOf(Routes(Enumerable.Range(1, 50).Select(number => $"2.25.{number}3141592653589"))).Length);

    private static StudyRoutes Routes(IEnumerable<string> instances) =>
        new() { Series = [new SeriesRoute { Uid = "1.2.3", Instances = [.. instances] }] };
}

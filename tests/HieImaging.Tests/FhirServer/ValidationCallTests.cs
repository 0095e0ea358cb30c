using System.Text;
using System.Text.Json;
using HieImaging.Fhir.Json;
using HieImaging.Fhir.Outcomes;
using HieImaging.FhirServer.Doors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace HieImaging.Tests.FhirServer;

/// <summary>What $validate is asked by the parameters of a URL and of a Parameters resource.</summary>
public sealed class ValidationCallTests
{
    private const string Unnamed = """{"_name":{"extension":[{"url":"http://x","valueCode":"y"}]},"valueUri":"http://x"}""";

    private static readonly ValidationCall Nothing = ValidationCall.OfQuery(QueryCollection.Empty);

    [Fact]
    public void The_parameters_that_it_knows_are_asked_and_the_last_of_a_kind_counts()
    {
        var asked = Nothing.And(Parameters(
            """{"name":"mode","valueCode":"create"}""", """{"name":"mode","valueCode":"profile"}""", """{"name":"profile","valueUri":"http://a"}""",
            """{"name":"resource","resource":{"resourceType":"Patient","id":"1"}}""", """{"name":"resource","resource":{"resourceType":"Patient","id":"2"}}""",
            """{"name":"profile","valueUri":"http://b"}""", """{"name":"else","valueUri":"http://c"}"""));

        Assert.Equal(("profile", "2"), (asked.Mode, asked.Resource?.Id));
        Assert.Equal(["http://a", "http://b"], asked.Profiles);
        Assert.Null(asked.Problem);
    }

    [Fact]
    public void A_parameter_whose_name_is_an_extension_alone_is_not_looked_at()
    {
        var asked = Nothing.And(Parameters(Unnamed, """{"name":"profile","valueUri":"http://a"}"""));

        Assert.Equal(["http://a"], asked.Profiles);
    }

    [Theory]
    [InlineData(64, null)]
    [InlineData(65, IssueCode.TooCostly)]
    public void More_than_64_profiles_are_refused(int count, string? code) =>
        Assert.Equal(code, Nothing.And(Profiles(count)).Problem?.Code);

    [Fact]
    public void Profiles_of_the_URL_and_of_the_body_are_counted_together()
    {
        var ofUrl = ValidationCall.OfQuery(new QueryCollection(new Dictionary<string, StringValues>
        {
            ["profile"] = Enumerable.Repeat("http://x", 64).ToArray(),
        }));

        Assert.Null(ofUrl.Problem);
        Assert.Equal(IssueCode.TooCostly, ofUrl.And(Profiles(1)).Problem?.Code);
    }

    [Fact]
    public void No_other_mode_than_R4s_is_asked() => Assert.Equal(
        IssueCode.CodeInvalid, Nothing.And(Parameters("""{"name":"mode","valueCode":"destroy"}""")).Problem?.Code);

    // A list that is copied for each more takes a gigabyte and a half.
    [Fact]
    public void Twenty_thousand_profiles_are_not_kept()
    {
        var parameters = Profiles(20_000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Nothing.And(parameters);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    private static JsonElement Profiles(int count) => Parameters([.. Enumerable.Repeat("""{"name":"profile","valueUri":"http://x"}""", count)]);

    private static JsonElement Parameters(params string[] parameters) => Assert.IsType<FhirReading.Accepted>(FhirJson.Read(
        Encoding.UTF8.GetBytes($$"""{"resourceType":"Parameters","parameter":[{{string.Join(',', parameters)}}]}"""))).Resource.Root;
}

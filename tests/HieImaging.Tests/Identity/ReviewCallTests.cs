using System.Text;
using HieImaging.Fhir.Json;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Search;
using HieImaging.FhirServer.Declaring;
using HieImaging.Identity.Reviewing;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace HieImaging.Tests.Identity;

/// <summary>What a steward's operation is called with, in a Parameters resource.</summary>
public sealed class ReviewCallTests
{
    [Theory]
    [InlineData("""{"name":"a","valueString":"s-1"},{"name":"count","valuePositiveInt":3}""", null)]
    [InlineData("""{"name":"a","valueString":"s-1"},{"name":"a","valueString":"s-2"}""", IssueCode.Invalid)]
    [InlineData("""{"name":"a","_valueString":{"extension":[{"url":"http://x","valueCode":"y"}]}}""", IssueCode.Invalid)]
    [InlineData("""{"name":"b","valueString":"s-1"}""", IssueCode.NotSupported)]
    [InlineData("""{"_name":{"extension":[{"url":"http://x","valueCode":"y"}]},"valueString":"s-1"}""", IssueCode.NotSupported)]
    public void A_parameter_is_one_that_the_operation_knows_once_and_with_a_value(string parameters, string? code)
    {
        var body = Assert.IsType<FhirReading.Accepted>(
            FhirJson.Read(Encoding.UTF8.GetBytes($$"""{"resourceType":"Parameters","parameter":[{{parameters}}]}""")));
        var call = new FhirCall { Http = new DefaultHttpContext(), Query = new SearchQuery([]), Resource = body.Resource };

        var (read, problem) = ReviewCall.Read(call, "a", "count");

        Assert.Equal(code, problem?.Code);
        Assert.Equal(code is null, read is not null);
    }
}

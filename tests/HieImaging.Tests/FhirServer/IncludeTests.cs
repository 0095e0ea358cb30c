using HieImaging.AffinityDomain.Transactions;
using HieImaging.Fhir.Search;
using HieImaging.FhirServer.Declaring;
using HieImaging.FhirServer.Searching;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace HieImaging.Tests.FhirServer;

public sealed class IncludeTests
{
    [Theory]
    [InlineData("_include=ImagingStudy:endpoint", "system/Endpoint.r")]
    [InlineData("endpoint.status=active", "system/Endpoint.s")]
    [InlineData("patient.family=x", "system/Patient.s")]
    public async Task What_is_included_or_looked_into_needs_the_scope_for_it(string asking, string scope)
    {
        var asked = new List<Transaction>();
        var options = new FhirDoorOptions
        {
            PublicBase = () => "http://hie/fhir", CallerKey = _ => "", PageKey = () => new byte[32], Refused = (_, _, _) => Task.CompletedTask,
            May = (_, transaction) =>
            {
                asked.Add(transaction);
                return new(false);
            },
        };
        // no store: what is refused is refused before anything is read
        var search = new SearchInteraction(SampleDeclaration.Study, SampleDeclaration.Declared, options, null!);
        var http = new DefaultHttpContext();
        var query = Assert.IsType<SearchReading<SearchQuery>.Accepted>(SearchQuery.Parse(asking)).Value;

        await search.AnswerAsync(http, query);

        Assert.Equal(StatusCodes.Status403Forbidden, http.Response.StatusCode);
        Assert.Equal(scope, Assert.Single(asked).Scope);
    }
}

using System.Text.Json;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Validation;
using Xunit;

namespace HieImaging.Tests.Fhir.Validation;

/// <summary>A resource costs the judge one walk, however long its arrays are and whatever stands beside what in them.</summary>
public sealed class JudgeBoundsTests
{
    private const string Extended = """{"extension":[{"url":"http://x","valueCode":"y"}]}""";

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    // Half a million million steps where each of the second array is looked for from its beginning.
    [Fact]
    public async Task A_million_values_and_their_siblings_are_walked_side_by_side()
    {
        const int count = 1_000_000;
        using var patient = Patient(
            $"\"given\":[{Repeated("null", count)}],\"_given\":[{Extended},{Repeated("null", count - 1)}]");

        var issues = await Task.Run(() => Validator.Validate(patient.RootElement, [])).WaitAsync(Deadline);

        Assert.Equal("Patient.name[0].given[1]", issues.First(issue => issue.Severity == IssueSeverity.Error).Expression);
    }

    [Fact]
    public void Values_and_siblings_of_unequal_number_are_judged_by_their_places()
    {
        using var patient = Patient($"\"given\":[null,\"A\",null],\"_given\":[{Extended},null]");

        Assert.Equal("Patient.name[0].given[2]",
            Assert.Single(Validator.Validate(patient.RootElement, []), issue => issue.Severity == IssueSeverity.Error).Expression);
    }

    // What is made for an issue that nobody is told is counted: two hundred thousand would be a hundred megabytes.
    [Fact]
    public void A_list_of_faults_is_left_when_enough_are_told()
    {
        using var patient = Patient($"\"_given\":[{Repeated("{\"id\":\"x\"}", 200_000)}]");
        Validator.Validate(patient.RootElement, []);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var issues = Validator.Validate(patient.RootElement, []);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
        Assert.Equal(50, issues.Count(issue => issue.Severity == IssueSeverity.Error));
    }

    private static string Repeated(string item, int count) => string.Join(',', Enumerable.Repeat(item, count));

    private static JsonDocument Patient(string name) => JsonDocument.Parse("{\"resourceType\":\"Patient\",\"name\":[{" + name + "}]}");
}

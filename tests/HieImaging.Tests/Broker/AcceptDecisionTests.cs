using HieImaging.Broker.Retrieving;
using Xunit;

namespace HieImaging.Tests.Broker;

public sealed class AcceptDecisionTests
{
    private const string Any = "multipart/related; type=\"application/dicom\"; transfer-syntax=*";

    [Theory]
    [InlineData(null, Any)]
    [InlineData("", Any)]
    [InlineData("*/*", Any)]
    [InlineData("multipart/related", Any)]
    [InlineData("multipart/related; type=\"application/dicom\"", Any)]
    [InlineData("multipart/related; type=application/dicom", Any)]
    [InlineData("multipart/related; type=application/dicom; transfer-syntax=*", Any)]
    [InlineData("multipart/related; type=\"application/dicom\"; transfer-syntax=\"*\"", Any)]
    [InlineData("Multipart/Related; Type=\"application/DICOM\"", Any)]
    [InlineData("application/json, multipart/related; type=\"application/dicom\"", Any)]
    [InlineData("application/dicom+json, multipart/related;type=\"application/dicom\";transfer-syntax=*", Any)]
    [InlineData("multipart/related; type=\"image/jpeg\";q=0.9, multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.1", "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.1")]
    [InlineData("multipart/related; type=\"image/jpeg\"", null)]
    [InlineData("application/zip", null)]
    [InlineData("multipart/related; type=\"application/dicom\"; transfer-syntax=jpeg", null)]
    [InlineData("multipart/related; type=\"application/dicom\"; q=0", null)]
    [InlineData("rubbish", null)]
    public void Whole_studies_are_asked_for_as_the_archive_has_them(string? accept, string? ask) =>
        Assert.Equal(ask, (AcceptDecision.ForInstances(accept, null, single: false) as AcceptDecision.Accepted)?.Ask);

    [Fact]
    public void One_instance_may_come_without_an_envelope()
    {
        Assert.False(Assert.IsType<AcceptDecision.Accepted>(AcceptDecision.ForInstances("application/dicom", null, single: true)).Multipart);
        Assert.IsType<AcceptDecision.NotAcceptable>(AcceptDecision.ForInstances("application/dicom", null, single: false));
    }

    [Theory]
    [InlineData("multipart/related; type=\"application/octet-stream\"; transfer-syntax=\"*\"", "multipart/related; type=\"application/octet-stream\"; transfer-syntax=*")]
    [InlineData("multipart/related; type=\"image/jp2; transfer-syntax=1.2.840.10008.1.2.4.90\"", "multipart/related; type=\"image/jp2\"; transfer-syntax=*")]
    [InlineData("*/*", "multipart/related; type=\"application/octet-stream\"; transfer-syntax=*")]
    [InlineData("multipart/related; type=\"image/*\"", "multipart/related; type=\"application/octet-stream\"; transfer-syntax=*")]
    [InlineData("text/html", null)]
    public void Frames_are_asked_for_as_viewers_ask(string accept, string? ask) =>
        Assert.Equal(ask, (AcceptDecision.ForFrames(accept, null, single: true) as AcceptDecision.Accepted)?.Ask);

    [Theory]
    [InlineData("application/dicom+json", true)]
    [InlineData("application/json", true)]
    [InlineData("application/dicom+json, multipart/related;type=application/octet-stream", true)]
    [InlineData(null, true)]
    [InlineData("application/dicom+xml", false)]
    public void Metadata_is_json(string? accept, bool accepted) => Assert.Equal(accepted, AcceptDecision.ForMetadata(accept, null) is AcceptDecision.Accepted);

    [Fact]
    public void The_query_outranks_the_header() => Assert.IsType<AcceptDecision.Accepted>(AcceptDecision.ForMetadata("text/html", "application/dicom+json"));

    [Fact]
    public void Only_a_conversion_may_fail_without_counting_against_the_archive()
    {
        Assert.False(((AcceptDecision.Accepted)AcceptDecision.ForInstances("*/*", null, false)).Converts);
        Assert.True(((AcceptDecision.Accepted)AcceptDecision.ForInstances("multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.1", null, false)).Converts);
    }
}

using HieImaging.AffinityDomain.Participants;
using HieImaging.Hl7v2.Messages;
using HieImaging.Identity.Answering;
using HieImaging.Tests.Trust;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Identity;

/// <summary>Queries that others wrote (OpenHIE's conformance set, IPF's and MESA's samples) are read as their tests expect.</summary>
public sealed class QueryCorpusTests(ITestOutputHelper output)
{
    private static readonly Domain Domain = new(Members.File(ImplicitConsent.Permit) with
    {
        Authorities =
        [
            new() { Oid = "2.16.840.1.113883.3.72.5.9.1", Namespace = "TEST", Feeder = "north" }, new() { Oid = "1.2.6.2", Namespace = "NID", Feeder = "south" },
            new() { Oid = "1.3.6.1.4.1.21367.2005.1.1", Namespace = "HIMSS2005", Feeder = "west" }, new() { Oid = "1.3.6.1.4.1.21367.2005.1.2", Feeder = "east" },
        ],
    }, 1);

    // the set asks after what nobody registered (RANDOM), by an element that PID does not have (PID.3.4.99)
    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["OHIE-CR-09-20"] = "QPD.3.1.4", ["OHIE-CR-10-30"] = "QPD.4.1", ["OHIE-CR-11-40"] = "QPD.3.2.1", ["OHIE-CR-11-70"] = "QPD.8.1", ["OHIE-CR-12-45"] = "QPD.8.1",
    };

    [Fact]
    public void What_others_ask_is_read()
    {
        List<FileInfo> files =
        [
            .. Files("identity", "santempi-ohie-cr", "HL7"), .. Files("ihe", "hl7v2-ipf", "v2"), .. Files("ihe", "hl7v2-ipf", "resources"),
        ];
        if (files.Count == 0)
        {
            output.WriteLine("The corpus is absent.");
            return;
        }
        var (read, refused) = (0, new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var file in files)
        {
            // one segment a line there; what a frame holds ends each by CR
            var bytes = System.Text.Encoding.ASCII.GetBytes(File.ReadAllText(file.FullName).ReplaceLineEndings("\r"));
            if (Hl7Reader.Read(bytes, new Hl7Bounds()) is not Hl7Reading.Read { Message: { Type: "QBP" } message })
                continue;
            read++;
            var errors = message.Event == "Q23"
                ? (PixQuestion.Read(message, Domain) as PixQuestion.Refused)?.Errors
                : (PdqQuestion.Read(message, Domain) as PdqQuestion.Refused)?.Errors;
            if (errors is [{ At: { } at }])
                refused[Path.GetFileNameWithoutExtension(file.Name)] =
                    string.Join('.', new object?[] { at.Segment, at.Field, at.Repetition, at.Component }.OfType<object>());
        }
        Assert.True(read >= 28, $"{read} queries");
        Assert.Equal(Lines(Refused), Lines(refused));
    }

    private static IEnumerable<string> Lines(Dictionary<string, string> places) => places.Select(one => $"{one.Key} {one.Value}").Order(StringComparer.Ordinal);

    private static IEnumerable<FileInfo> Files(params string[] path) =>
        Xds.Corpus.Folder(path) is { } folder ? new DirectoryInfo(folder).EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal) : [];
}

using System.Globalization;
using System.Text;
using HieImaging.Hl7v2.Framing;
using HieImaging.Hl7v2.Messages;
using HieImaging.SystemTests.Harness;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.SystemTests.Stories;

/// <summary>The OpenHIE client-registry conformance messages, in order of their steps: each is answered as it must be.</summary>
public sealed class RegistryConformanceStories(RegistryConformance ground, ITestOutputHelper output) : IClassFixture<RegistryConformance>
{
    // AA; AE and ERR-3; or the numbers that a query finds (none: AA, and nobody). 18 ends in review: Yan may be Yannick, and may be his twin.
    private static readonly (string Step, string Expected)[] Steps =
    [
        ("01-10", "AE 204"),
        ("02-10", "AA"), ("02-20", "AA"), ("02-30", "AA"), ("02-40", "AA"),
        ("03-10", "AE 204"), ("03-20", "AE 204"),
        ("04-20", "AA"), ("04-30", "AE 207"),
        ("05-10", "AA"), ("05-20", "AA"), ("05-30", "AA"),
        ("06-20", "AA"), ("06-30", "AA"), ("06-40", "RJ-449"),
        ("07-10", "AA"), ("07-20", "AA"), ("07-30", "AA"), ("07-40", "RJ-440"),
        ("08-10", "AA"), ("08-30", "RJ-442"),
        ("09-10", "AE 204"), ("09-20", "AE 204"), ("09-30", "AA"), ("09-40", "AA"),
        ("10-10", "AA"), ("10-20", "none"), ("10-30", "AE 204"), ("10-40", "none"),
        ("11-10", "AA"), ("11-20", "RJ-439"), ("11-30", "none"), ("11-40", "none or AE"), ("11-50", "RJ-439"), ("11-60", "none"), ("11-70", "AE 204"),
        ("12-10", "AA"), ("12-20", "RJ-439"), ("12-30", "none"), ("12-40", "RJ-439"), ("12-45", "AE 204"), ("12-50", "RJ-439"), ("12-60", "RJ-439"),
        ("12-70", "RJ-439"),
        ("13-10", "AA"), ("13-15", "AA"), ("13-20", "RJ-440"), ("13-30", "RJ-440"),
        ("14-10", "AA"), ("14-20", "RJ-439"), ("14-30", "RJ-439"), ("14-40", "RJ-439"), ("14-50", "none"),
        ("15-10", "AA"), ("15-20", "RJ-439"), ("15-30", "RJ-439"), ("15-40", "RJ-439"), ("15-50", "none"), ("15-60", "none"),
        ("16-10", "AA"), ("16-15", "AA"), ("16-20", "RJ-439 RJ-999"), ("16-30", "AA"), ("16-40", "none"), ("16-50", "AE 204"), ("16-60", "RJ-439"),
        ("17-15", "AA"), ("17-20", "AA"), ("17-25", "AA"), ("17-30", "AE 207"), ("17-40", "AE 207"), ("17-50", "AE 204"),
        ("18-20", "AA"), ("18-30", "AA"), ("18-40", "none"),
    ];

    [Fact]
    public async Task Every_step_is_answered_as_it_must_be()
    {
        var folder = Checkout.Corpus is { } corpus ? Path.Combine(corpus, "identity", "santempi-ohie-cr", "HL7") : null;
        if (folder is null || !Directory.Exists(folder))
        {
            output.WriteLine("There is no corpus here; the stories of ADT and of queries stand for it.");
            return;
        }
        var address = ground.Nodes[0].Mllp!;
        await using var client = await MllpClient.ConnectAsync(address.Host, address.Port, null, CancellationToken.None);
        var wrong = new List<string>();
        foreach (var (step, expected) in Steps)
        {
            var answer = await client.SendAsync(Bytes(folder, step), CancellationToken.None);
            var told = Told(Assert.IsType<Hl7Reading.Read>(Hl7Reader.Read(answer, new Hl7Bounds())).Message, RegistryConformance.Ground(Number(step)));
            output.WriteLine($"{step} {told} ({expected})");
            if (!IsAsMust(expected, told))
                wrong.Add($"OHIE-CR-{step}: {told}, not {expected}");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Every_message_of_the_set_is_a_step()
    {
        if (Checkout.Corpus is not { } corpus || Path.Combine(corpus, "identity", "santempi-ohie-cr", "HL7") is not { } folder || !Directory.Exists(folder))
            return;
        var files = Directory.EnumerateFiles(folder, "OHIE-CR-*.txt").Select(file => Path.GetFileNameWithoutExtension(file)["OHIE-CR-".Length..]);
        Assert.Equal(files.Order(StringComparer.Ordinal), Steps.Select(step => step.Step).Order(StringComparer.Ordinal));
    }

    private static bool IsAsMust(string must, string told) => must.Split(" or ").Any(one => one switch
    {
        "AA" => !told.StartsWith('A') || told == "AA",
        "AE" => told.StartsWith("AE", StringComparison.Ordinal),
        _ => one == told,
    });

    private static int Number(string step) => int.Parse(step[..2], CultureInfo.InvariantCulture);

    // Of the numbers that a query finds, those of the test's own ground: the others stand on it as well.
    private static string Told(Hl7Message answer, string ground)
    {
        if (answer.First("MSA")?[1].Text is var code && code != "AA")
            return $"{code} {answer.First("ERR")?[3].Text}";
        if (answer.Type == "ACK")
            return "AA";
        var found = answer.All("PID").SelectMany(pid => pid[3].Repetitions)
            .Where(number => number[4][1]?.StartsWith(ground, StringComparison.Ordinal) == true)
            .Select(number => number.Text!).Order(StringComparer.Ordinal).ToList();
        return found.Count == 0 ? "none" : string.Join(' ', found);
    }

    // Each test stands on a ground of its own; segments end with CR; 18 begins with a byte order mark, has control characters in MSH-10, and
    // its query has a broken header, no tag and an authority that is not the number's.
    private static ReadOnlyMemory<byte> Bytes(string folder, string step)
    {
        var ground = RegistryConformance.Ground(Number(step));
        var text = File.ReadAllText(Path.Combine(folder, $"OHIE-CR-{step}.txt"), Encoding.UTF8).TrimStart('\uFEFF')
            .ReplaceLineEndings("\r").Replace("\b", "", StringComparison.Ordinal).Replace("\u0002", "", StringComparison.Ordinal)
            .Replace("06-\r40", "18-40", StringComparison.Ordinal)
            .Replace("|TEST^^|", $"|{ground}^^|", StringComparison.Ordinal).Replace("|TEST|", $"|{ground}|", StringComparison.Ordinal)
            .Replace("IHE PIX Query|RB-469^^^NID", "IHE PIX Query|Q1840|RB-469^^^TEST_B", StringComparison.Ordinal)
            .Replace("^^^TEST", $"^^^{ground}TEST", StringComparison.Ordinal).Replace("^^^NID", $"^^^{ground}NID", StringComparison.Ordinal)
            .Replace(".4.1^TEST", $".4.1^{ground}TEST", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text);
    }
}

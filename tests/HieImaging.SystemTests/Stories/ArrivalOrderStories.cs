using System.Text.Json;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.SystemTests.Harness;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.SystemTests.Stories;

/// <summary>
/// What hospitals say, by MLLP, ITI-104 and RAD-68, in orders that are drawn: every answer in the end is the same. All orders, by the
/// functions behind the doors, are in <see cref="Ordering.IdentityOrderTests"/>.
/// </summary>
public abstract class ArrivalOrderStories(Exchange exchange, ITestOutputHelper output) : MessageStory(exchange)
{
    private const int Drawn = 2;

    // As in IdentityOrderTests: at which minute by the source's clock, about whom. Capitals are numbers of one hospital, which speaks HL7 v2; "a"
    // is another's, by ITI-104 (without a clock), which carries the same trusted number as A. Then whose studies A's number finds in the end.
    [Theory]
    [InlineData("A B", "1 A, 1 B*, 3 B>A, 4 A', 0 a, 0 A?, 0 B?")]         // a merge beside a link, manifests of both
    [InlineData("A", "1 A, 1 B, 3 A>B, 4 A/B, 0 a, 0 A?, 0 B?")]          // a merge that is taken back
    [InlineData("A N", "1 A, 3 A=N, 4 N', 0 A?, 0 N?, 0 a")]                // a new number
    public async Task Drawn_orders_end_in_the_same_answers_at_every_door(string found, string story)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var (north, south) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        var ends = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var drawn = 0; drawn <= Drawn; drawn++)
        {
            var order = story.Split(", ");
            if (drawn > 0)
                random.Shuffle(order);
            var cast = new Cast(this, north, south);
            foreach (var happening in order)
                await cast.HappenAsync(happening);
            await Exchange.SettledAsync();
            ends.TryAdd(await cast.AnswersAsync([.. story.Where(char.IsLetter).Distinct().Order()]), string.Join(", ", order));
        }
        Assert.True(ends.Count == 1, string.Join("\n\n", ends.Select(end => $"{end.Value}\n{end.Key}")));
        Assert.StartsWith($"A: studies {found}, ", ends.Keys.Single(), StringComparison.Ordinal);
    }

    /// <summary>Who a story is about: a fresh person under fresh numbers, each order its own.</summary>
    private sealed class Cast(ArrivalOrderStories story, PretendHospital north, PretendHospital south)
    {
        private readonly PhantomPerson _person = story.FreshPerson();
        private readonly (string System, string Value) _trusted = story.FreshTrusted(), _another = story.FreshTrusted();
        private readonly Dictionary<char, Known> _known = [];
        private readonly Dictionary<string, char> _letters = new(StringComparer.Ordinal);

        public async Task HappenAsync(string text)
        {
            var (at, one, rest) = (Later(text[0] - '0'), Of(text[2]), text[3..]);
            var other = rest.Length == 2 ? Of(rest[1]) : one;
            switch (rest)
            {
                case "?":
                    await story.PublishAsync(one.Hospital, one.Study);
                    break;
                case ['>' or '=', _]:
                    // before what it speaks of it is kept, and told to be unknown where only one of the two is
                    await HeardAsync(story.Adt(other, rest[0] == '>' ? "A40" : "A47") with { Subsumed = one.Number, SaidAt = at });
                    break;
                case ['/', _]:
                    await HeardAsync(story.Adt(one, "A37") with { Patients = [PatientOf(one), PatientOf(other)], SaidAt = at });
                    break;
                default:
                    (string System, string Value)[] others = rest == "*" ? [] : [char.ToUpperInvariant(text[2]) == 'B' ? _another : _trusted];
                    if (char.IsLower(text[2]))
                        await story.FeedAsync(one, others);
                    else
                        await story.SayAsync(story.Adt(one, rest == "'" ? "A31" : "A28", others) with
                        {
                            SaidAt = at, Patients = [PatientOf(one) with { Others = others, Given = rest == "'" ? ["Amelia", "Rose"] : ["Amelia"] }],
                        });
                    break;
            }
        }

        /// <summary>What a physician of the first hospital is answered by each number, in letters.</summary>
        public async Task<string> AnswersAsync(IReadOnlyList<char> letters)
        {
            var lines = new List<string>();
            foreach (var letter in letters)
            {
                var known = Of(letter);
                var studies = await story.StudiesAsync(north.Ehr, ByNumber(known.Hospital, known.Number));
                using var pix = await story.GetAsync("fhir/Patient/$ihe-pix?sourceIdentifier=" + Uri.EscapeDataString(known.Token), north.Ehr);
                using var told = JsonDocument.Parse(await pix.Content.ReadAsStringAsync());
                var patients = Matches(await story.SearchAsync(north.Ehr, "Patient?identifier=" + Uri.EscapeDataString(known.Token)));
                lines.Add($"{letter}: studies {Letters(studies)}, pix {(int)pix.StatusCode} {Letters(Targets(told.RootElement))}, {string.Join("; ", patients.Select(Shown))}");
            }
            return string.Join('\n', lines);
        }

        private async Task HeardAsync(HieImaging.PretendFacility.Feeding.AdtMessage message) =>
            Assert.Contains(Told(await story.SendAsync(message)), ((string?, string?)[])[("AA", null), ("AE", "204")]);

        private Known Of(char letter)
        {
            if (_known.TryGetValue(letter, out var known))
                return known;
            var (hospital, number) = (char.IsLower(letter) ? south : north, story.FreshPatientNumber());
            known = new Known(hospital, _person, number, story.FreshStudy(hospital, _person, number));
            (_letters[number], _letters[known.Study.StudyUid]) = (letter, letter);
            return _known[letter] = known;
        }

        private static IEnumerable<string> Targets(JsonElement parameters) => parameters.TryGetProperty("parameter", out var all)
            ? all.EnumerateArray().Where(one => one.TryGetProperty("valueIdentifier", out _)).Select(one => one.GetProperty("valueIdentifier").GetProperty("value").GetString()!)
            : [];

        private string Shown(JsonElement patient) =>
            $"numbers {Letters(patient.GetProperty("identifier").EnumerateArray().Select(number => number.GetProperty("value").GetString()!))}"
            + $" called {string.Join('/', patient.GetProperty("name").EnumerateArray().Select(name => name.GetProperty("given").GetRawText()))}";

        // Trusted numbers as such.
        private string Letters(IEnumerable<string> ids) => string.Join(' ', ids.Select(id => _letters.TryGetValue(id, out var letter) ? letter.ToString()
            : id == _trusted.Value ? "+" : id == _another.Value ? "-" : "?").Order(StringComparer.Ordinal));
    }
}

[Collection(InOneProcess.Name)]
public sealed class ArrivalOrderStoriesInOneProcess(OneProcess exchange, ITestOutputHelper output) : ArrivalOrderStories(exchange, output);

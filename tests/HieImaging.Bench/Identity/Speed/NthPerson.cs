using System.Globalization;
using HieImaging.Bench.Identity.Households;
using HieImaging.PretendFacility.Domains;

namespace HieImaging.Bench.Identity.Speed;

/// <summary>The n-th person of a state: always the same for the same n. A few names are frequent and most are rare, as they are.</summary>
internal sealed record NthPerson(int Number)
{
    private const int Families = 40_000, Givens = 4_000;
    private static readonly string[] Syllables =
        ["ba", "ren", "ko", "lin", "mar", "to", "ves", "hol", "gra", "dun", "fel", "son", "ti", "wick", "pol", "zar", "ne", "ques", "mil", "hart"];

    private readonly SyntheticWords _words = Words(Number);

    public SyntheticWords Said => _words;

    /// <summary>At the hospital whose patients are loaded.</summary>
    public string Known => string.Create(CultureInfo.InvariantCulture, $"K{10_000_000 + Number}");

    /// <summary>At the hospital that feeds.</summary>
    public string Fed => string.Create(CultureInfo.InvariantCulture, $"F{10_000_000 + Number}");

    /// <summary>Whether the feeding hospital knows the number that is trusted.</summary>
    public bool Numbered => Number % 3 == 0;

    /// <summary>A row of the file that <c>identity load</c> takes.</summary>
    public string Row => string.Join(',', Known, _words.Family, _words.Given, SaidRecord.FhirDate(_words.Born!), _words.Gender,
        $"{_words.Number} {_words.Street}", _words.City, _words.State, _words.PostalCode, _words.Phone, _words.Identifier);

    public const string Header = "id,family,given,birthDate,gender,line,city,state,postalCode,phone,identifier|" + PretendDomain.TrustedIdentifier;

    /// <summary>As the feeding hospital says it: a slip in the street now and then, seldom the number.</summary>
    public object Patient(PretendHospital hospital) => new
    {
        resourceType = "Patient",
        identifier = new[] { new { system = hospital.Authority.Urn, value = Fed } }
            .Concat(Numbered ? [new { system = PretendDomain.TrustedIdentifier, value = _words.Identifier! }] : []),
        name = new[] { new { family = _words.Family, given = new[] { _words.Given } } },
        gender = _words.Gender,
        birthDate = SaidRecord.FhirDate(_words.Born!),
        address = new[] { new { line = new[] { $"{_words.Number} {(Number % 5 == 0 ? _words.Street!.Replace('e', 'a') : _words.Street)}" }, city = _words.City, state = _words.State, postalCode = _words.PostalCode } },
        telecom = new[] { new { system = "phone", value = _words.Phone } },
    };

    private static SyntheticWords Words(int number)
    {
        var chance = new Chance(number);
        var gender = chance.Percent(50) ? "male" : "female";
        return OwnPeople.Moved(new SyntheticWords
        {
            Given = chance.Percent(60) ? chance.Frequent(gender == "male" ? Names.Boys : Names.Girls) : Rare(chance.Between(0, Givens - 1)),
            Family = chance.Percent(30) ? chance.Frequent(Names.Families) : Rare(chance.Between(0, Families - 1) * 7 + 3),
            Gender = gender, Born = chance.Day(1930, 2023), Phone = OwnPeople.NewPhone(chance),
            Identifier = string.Create(CultureInfo.InvariantCulture, $"{5 + number % 2}{10_000_000 + number * 7}"),
        }, chance);
    }

    private static string Rare(int number)
    {
        var name = "";
        for (var rest = number + Syllables.Length; rest > 0; rest /= Syllables.Length)
            name += Syllables[rest % Syllables.Length];
        return name;
    }
}

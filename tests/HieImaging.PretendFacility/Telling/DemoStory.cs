using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Feeding;
using HieImaging.PretendFacility.Tokens;

namespace HieImaging.PretendFacility.Telling;

/// <summary>The main job on real servers, step by step: hospitals publish, their ADT systems feed, another hospital finds by its own number and retrieves
/// byte for byte, a payer gets nothing, and the audit trail holds.</summary>
public sealed class DemoStory(StoryOptions options, Teller teller, HttpClient http)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ClientKeys _keys = new(options.Keys);

    private TokenClient Tokens => new(http, _keys, TimeProvider.System);

    public async Task TellAsync(CancellationToken cancellation)
    {
        var hospitals = new List<DemoHospital>();
        foreach (var hospital in DomainCommand.Read(options.Hospitals))
            hospitals.Add(await DemoHospital.OpenAsync(hospital, http, cancellation));

        teller.Step("The hospitals publish what their archives hold");
        await new PublishingStep(options, teller, EhrOf).TellAsync(hospitals, cancellation);

        teller.Step("Their ADT systems feed every patient under the hospital's own number (ITI-104)");
        foreach (var hospital in hospitals)
            await FeedAsync(hospital, cancellation);

        if (SharedPatient.Choose(hospitals, options.Phantoms) is not { } shared)
        {
            teller.Expect(false, "There is no second hospital, or no patient who is described by two of family name, given name and birth date.");
            return;
        }
        await FindAsync(shared, cancellation);
        teller.Step("Who is not entitled gets nothing");
        await RefuseAsync(shared, cancellation);
        teller.Step("Everything that was shown is in the audit trail, and the trail is whole");
        await VerifyAsync(cancellation);
    }

    private async Task FeedAsync(DemoHospital hospital, CancellationToken cancellation)
    {
        var patients = hospital.Patients.Select(patient => Known(hospital, patient)).ToList();
        var fed = 0;
        foreach (var patient in patients)
            fed += await FeedAsync(hospital, patient, cancellation) ? 1 : 0;
        var unnumbered = hospital.Studies.Count(study => DicomPatient.Of(study, hospital.Hospital.Authority) is null);
        teller.Expect(fed == patients.Count, $"{hospital.Id}: {fed} of {patients.Count} patients taken"
            + (unnumbered == 0 ? "" : $"; {unnumbered} studies name no usable patient number, so there is nobody to feed for them"));
    }

    private PretendPatient Known(DemoHospital hospital, PretendPatient patient) =>
        options.Phantoms && SharedPatient.TrustedOf(hospital.Hospital, patient) is { } trusted
            ? patient with { Others = [(PretendDomain.TrustedIdentifier, trusted)] }
            : patient;

    private async Task<bool> FeedAsync(DemoHospital hospital, PretendPatient patient, CancellationToken cancellation)
    {
        var token = await Tokens.TokenAsync(hospital.Hospital.Adt, null, null, cancellation);
        using var answer = await new AdtPlayer(http).FeedAsync(patient, token, cancellation);
        if (!answer.IsSuccessStatusCode)
            teller.Tell($"{hospital.Id}: a patient was refused, {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellation)}");
        return answer.IsSuccessStatusCode;
    }

    private async Task FindAsync(SharedPatient shared, CancellationToken cancellation)
    {
        var (seeker, number) = (shared.Seeker, shared.NewNumber);
        var query = "patient.identifier=" + Uri.EscapeDataString($"{seeker.Hospital.Authority.Urn}|{number}");
        var ehr = EhrOf(seeker);

        teller.Step($"A patient of {string.Join(" and ", shared.Known.Select(known => known.Hospital.Id))} comes to {seeker.Id}, who calls them {number}");
        teller.Expect((await ehr.StudiesAsync(query, cancellation)).Count == 0, $"{seeker.Id} knows nothing of them yet: 0 studies by {number}");
        foreach (var (hospital, patient) in shared.Known)
            await FeedAsync(hospital, patient with { Others = [(PretendDomain.TrustedIdentifier, shared.Trusted)] }, cancellation);
        teller.Expect(await FeedAsync(seeker, shared.AtSeeker, cancellation), $"{seeker.Id}'s ADT feeds {number} with the same social security number; nobody links anything by hand");

        var expected = shared.Known.SelectMany(known => known.Hospital.StudiesOf(known.Patient.Number.Value).Select(study => (known.Hospital, Study: study))).ToList();
        var (linked, waited) = await Teller.TimedAsync(() => UntilAsync(async () => (await ehr.StudiesAsync(query, cancellation)).Count >= expected.Count, cancellation));
        teller.Expect(linked, $"the link arose from the feeds, {waited} ms after the last of them");

        var (found, milliseconds) = await Teller.TimedAsync(() => ehr.StudiesAsync(query, cancellation));
        var same = found.Select(FoundStudy.UidOf).Order().SequenceEqual(expected.Select(held => held.Study.StudyUid).Order());
        teller.Expect(same, $"{seeker.Id} finds {found.Count} of {expected.Count} studies by its own number {number} in {milliseconds} ms, "
            + $"published by {string.Join(" and ", shared.Known.Select(known => $"{known.Hospital.Id} as {known.Patient.Number.Value}"))}");

        teller.Step($"{seeker.Id} retrieves them through the node, from the archives that hold them (WADO-RS)");
        foreach (var (hospital, study) in expected)
            await new RetrievingStep(teller, ehr).TellAsync(hospital, study, found.FirstOrDefault(one => FoundStudy.UidOf(one) == study.StudyUid), cancellation);
    }

    private async Task RefuseAsync(SharedPatient shared, CancellationToken cancellation)
    {
        var (hospital, patient) = shared.Known[0];
        var search = "fhir/ImagingStudy?patient.identifier=" + Uri.EscapeDataString($"{hospital.Hospital.Authority.Urn}|{patient.Number.Value}");
        var images = $"dicomweb/at/{hospital.Id}/studies/{hospital.StudiesOf(patient.Number.Value)[0].StudyUid}";
        var (payer, nobody) = (new NodeClient(http, Tokens, PretendDomain.Payer), new NodeClient(http, Tokens, null));
        foreach (var (path, what) in new[] { (search, "a search"), (images, "images") })
        {
            var (asPayer, asNobody) = (await payer.StatusAsync(path, cancellation), await nobody.StatusAsync(path, cancellation));
            teller.Expect(asPayer == 403, $"{what} by a payer: {asPayer}");
            teller.Expect(asNobody == 401, $"{what} without a token: {asNobody}");
        }
    }

    private async Task VerifyAsync(CancellationToken cancellation)
    {
        var (code, said, complained) = await new BuiltProgram(options.NodeProgram).RunAsync(["audit", "verify"], cancellation);
        teller.Expect(code == 0, "hie-node audit verify: " + said.Concat(complained).LastOrDefault($"exit {code}"));
    }

    private static async Task<bool> UntilAsync(Func<Task<bool>> condition, CancellationToken cancellation)
    {
        var end = TimeProvider.System.GetTimestamp() + (long)(Patience.TotalSeconds * TimeProvider.System.TimestampFrequency);
        while (!await condition())
        {
            if (TimeProvider.System.GetTimestamp() > end)
                return false;
            await Task.Delay(50, cancellation);
        }
        return true;
    }

    private NodeClient EhrOf(DemoHospital hospital) => new(http, Tokens, hospital.Hospital.Ehr);
}

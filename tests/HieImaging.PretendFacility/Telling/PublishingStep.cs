namespace HieImaging.PretendFacility.Telling;

/// <summary>Each hospital runs <c>hie-publisher publish</c>; then every study of its archive must be found by its Study UID.</summary>
internal sealed class PublishingStep(StoryOptions options, Teller teller, Func<DemoHospital, NodeClient> ehrOf)
{
    public async Task TellAsync(IReadOnlyList<DemoHospital> hospitals, CancellationToken cancellation)
    {
        foreach (var hospital in hospitals)
            await PublishAsync(hospital, cancellation);
    }

    private async Task PublishAsync(DemoHospital hospital, CancellationToken cancellation)
    {
        var source = hospital.Hospital;
        string[] arguments =
        [
            "publish", "--archive", source.DicomWeb!, "--to", options.Node.ToString(), "--client", source.Pacs,
            "--key", Path.Combine(options.Keys, source.Pacs + ".jwk"), "--participant", source.Id, "--authority", source.Authority.Oid.Text,
            "--location", source.RetrieveLocationUid, "--ae-title", source.Id.ToUpperInvariant(), "--source-id", source.SourceId,
            "--state", Path.Combine(options.State, source.Id + ".publisher"), "--keep-going",
        ];
        var ((code, said, complained), milliseconds) = await Teller.TimedAsync(() => new BuiltProgram(options.Publisher).RunAsync(arguments, cancellation));
        foreach (var line in code == 0 ? said : [.. said, .. complained.TakeLast(20)])
            teller.Tell($"{hospital.Id}: {line}");
        if (!teller.Expect(code == 0, $"{hospital.Id}: hie-publisher ended with {code} after {milliseconds} ms"))
            return;

        // A study without a patient number cannot be anybody's, and key objects alone are no images: neither is looked for here.
        var (ehr, found, numbered) = (ehrOf(hospital), 0, hospital.Studies.Where(study => study.PatientId.Length > 0 && !study.OnlyKeyObjects).ToList());
        foreach (var same in numbered.GroupBy(study => study.StudyUid))
            found += Math.Min(same.Count(), (await ehr.StudiesAsync($"identifier=urn:dicom:uid|urn:oid:{same.Key}", cancellation)).Count);
        teller.Expect(found == numbered.Count, $"{hospital.Id}: {found} of {numbered.Count} studies are found by Study UID"
            + (numbered.Count == hospital.Studies.Count ? "" : $"; {hospital.Studies.Count - numbered.Count} more name no patient number, or hold key objects alone"));
    }
}

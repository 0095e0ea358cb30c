using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Dicom;
using HieImaging.Dicom.Files;
using HieImaging.Manifests;
using HieImaging.Manifests.KeyObjects;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Manifests;

public sealed class KeyObjectReaderTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("IIG-DEPT1021-ids-1002-kos", "113030", 36, 1, "1.3.6.1.4.1.21367.102.1.1", "MR")]        // 144 references
    [InlineData("IDCDEPT021-a-XDS-I-idc-a-kos-IDCDEPT021-a", "113030", 36, 1, "1.3.6.1.4.1.21367.102.1.1", "MR")]
    [InlineData("IDCDEPT034-a-XDS-I-idc-a-kos-IDCDEPT034-a", "113030", 10, 1, "1.3.6.1.4.1.21367.102.1.1", "PT")]
    [InlineData("IDS-DEPT002-a-kos-kos", "113030", 36, 1, "1.3.6.1.4.1.21367.13.80.110", "MR")]
    [InlineData("IDS-DEPT002-a-kos-kos-selftest", "113030", 36, 1, "1.3.6.1.4.1.21367.13.80.110.1", "MR")]
    [InlineData("IDS-DEPT002-a-SelftestPnR-kos_modified", "113030", 36, 1, "1.3.6.1.4.1.21367.13.80.110", "MR")]
    [InlineData("IDS-DEPT027-a-kos-kos", "113030", 20, 1, "1.3.6.1.4.1.21367.13.80.110", "CT,PT")]
    [InlineData("C3L-00277-ValidateKOS-kos-evaluate", "113030", 1, 1, "1.3.6.1.4.1.21367.13.80.110", "DX")]
    [InlineData("C3L-00277-ValidateMetadata-kos-evaluate", "113030", 1, 1, "1.3.6.1.4.1.21367.102.1.1", "DX")]
    [InlineData("IDCDEPT033-a-XDS-I-idc-a-kos-IDCDEPT033-a", "113030", 2, 1, "1.3.6.1.4.1.21367.102.1.1", "MG")]
    [InlineData("IDS-DEPT001-z-kos-kos", "113030", 2, 2, "1.1.4567332.1.2", "CR")]
    [InlineData("UV59569735-images-MADO_KOS_A", "MADOTEMP001", 86, 1, "1.3.6.1.4.1.19376.1.1.200.1", "CT")]
    public void A_real_key_object_is_read_with_its_duplicates_removed(string name, string title, int distinct, int studies, string location, string modalities)
    {
        if (KeyObjectCorpus.Folder(output) is not { } folder)
            return;
        var read = KeyObjectCorpus.Read(Path.Combine(folder, name + ".dcm"));

        Assert.Equal(studies, read.Count);
        Assert.Equal(title, read[0].Title.Value);
        Assert.All(read, manifest => Assert.Equal(ManifestRole.Manifest, manifest.Role));
        Assert.Equal(distinct, read.Sum(manifest => manifest.Study.InstanceCount));
        Assert.Equal(location, read[0].Study.Series[0].Locations[0].Uid?.Text);
        Assert.Equal(modalities, string.Join(',', read[0].Study.Modalities));
    }

    [Fact]
    public void All_26_of_the_corpus_are_read()
    {
        if (KeyObjectCorpus.Folder(output) is not { } folder)
            return;
        var files = Directory.GetFiles(folder, "*.dcm");
        Assert.Equal(26, files.Length);
        foreach (var file in files)
        {
            var manifest = KeyObjectCorpus.Read(file)[0];
            Assert.NotNull(manifest.Content);
            Assert.NotEmpty(manifest.Study.Accessions);
            Assert.Equal(manifest.OwnStudy, manifest.Study.Uid);
        }
    }

    [Fact]
    public void A_second_study_in_the_evidence_is_a_study_of_its_own_and_borrows_nothing_from_the_first()
    {
        if (KeyObjectCorpus.Folder(output) is not { } folder)
            return;
        var read = KeyObjectCorpus.Read(Path.Combine(folder, "IDS-DEPT001-z-kos-kos.dcm"));

        Assert.Equal("IDS001-z", Assert.Single(read[0].Study.Accessions).Number);
        Assert.NotNull(read[0].Study.Started);
        Assert.NotEqual(read[0].Study.Uid, read[1].Study.Uid);
        Assert.Empty(read[1].Study.Accessions);
        Assert.Null(read[1].Study.Started);
    }

    [Fact]
    public void The_image_library_of_MADO_tells_of_series_and_instances()
    {
        if (KeyObjectCorpus.Folder(output) is not { } folder)
            return;
        var manifest = KeyObjectCorpus.Read(Path.Combine(folder, "UV59569735-images-MADO_KOS_A.dcm"), new CustodianTerms())[0];

        Assert.Equal("1.3.6.1.4.1.19376.1.1.100.1", manifest.Patient.Identifier.Authority.Oid.Text);        // (0010,0024) wins over ACME_HOSPITAL
        Assert.Equal(60, manifest.Content!.OffsetMinutes);
        Assert.Equal(["Series A1", "Series A2"], manifest.Study.Series.Select(series => series.Description));
        Assert.Equal([1, 2], manifest.Study.Series.Select(series => series.Number));
        Assert.Equal(new Moment(new DateOnly(2022, 8, 22), new TimeOnly(16, 47, 58, 337), 60), manifest.Study.Series[0].Started);
        Assert.All(manifest.Study.Series, series => Assert.Equal("https://dicomserver.com/AET/rs/", series.Locations[0].Url));
        Assert.All(manifest.Study.Series.SelectMany(series => series.Instances), instance => Assert.NotNull(instance.Number));
        var accession = Assert.Single(manifest.Study.Accessions);
        Assert.Equal("1.3.6.1.4.1.19376.1.1.100.2", accession.Authority?.Oid.Text);
    }

    [Fact]
    public void Both_code_sets_of_MADO_read_to_the_same()
    {
        var provisional = Read(Library("MADOTEMP002", "MADOTEMP003", "MADOTEMP004", "99IHE"));
        var final = Read(Library("131563", "131561", "131562", "DCM"));
        Assert.Equal("Thorax", provisional.Study.Series[0].Description);
        Assert.Equal(ManifestDigest.Of(provisional), ManifestDigest.Of(final));
    }

    [Fact]
    public void A_patient_id_without_issuer_is_of_the_default_authority_or_refused()
    {
        var file = KeyObject(_ => { });
        Assert.Equal("1.2.3.4", Read(file).Patient.Identifier.Authority.Oid.Text);
        Assert.Equal(ManifestRefusal.NoAuthority, Refused(file, new CustodianTerms()).Code);
    }

    [Fact]
    public void An_issuer_that_nobody_registered_is_refused_and_a_registered_name_is_its_authority()
    {
        var file = KeyObject(dataset => dataset.AddOrUpdate(DicomTag.IssuerOfPatientID, "NORTH"));
        Assert.Equal(ManifestRefusal.UnknownAuthority, Refused(file, Terms).Code);
        var named = Terms with { AuthorityNamed = name => name == "NORTH" ? AssigningAuthority.Parse("1.2.9") : null };
        Assert.Equal("1.2.9", Assert.IsType<KeyObjectReading.Manifests>(KeyObjectReader.Read(file, named)).Of[0].Patient.Identifier.Authority.Oid.Text);
    }

    [Fact]
    public void Each_request_brings_its_accession_number_and_the_studys_own_stays_empty()
    {
        var manifest = Read(KeyObject(dataset => dataset
            .AddOrUpdate(DicomTag.AccessionNumber, Array.Empty<string>())
            .AddOrUpdate(DicomTag.ReferencedRequestSequence, Request("A1"), Request("A2"), Request("A1"))));
        Assert.Equal(["A1", "A2"], manifest.Study.Accessions.Select(accession => accession.Number));
    }

    [Fact]
    public void One_instance_under_two_series_is_refused()
    {
        var file = KeyObject(dataset => dataset.AddOrUpdate(DicomTag.CurrentRequestedProcedureEvidenceSequence, new DicomDataset
        {
            { DicomTag.StudyInstanceUID, "1.2.3" },
            { DicomTag.ReferencedSeriesSequence, Series("1.2.3.1", "1.2.3.1.1"), Series("1.2.3.2", "1.2.3.1.1") },
        }));
        Assert.Equal(ManifestRefusal.Contradiction, Refused(file, Terms).Code);
    }

    [Fact]
    public void One_instance_under_two_studies_is_refused()
    {
        var file = KeyObject(dataset => dataset.AddOrUpdate(DicomTag.CurrentRequestedProcedureEvidenceSequence,
            Study("1.2.3", Series("1.2.3.1", "1.2.3.1.1")), Study("1.2.4", Series("1.2.3.1", "1.2.3.1.1"))));
        Assert.Equal(ManifestRefusal.Contradiction, Refused(file, Terms).Code);
    }

    [Fact]
    public void Evidence_that_leaves_out_the_key_objects_own_study_is_refused()
    {
        var file = KeyObject(dataset => dataset.AddOrUpdate(DicomTag.CurrentRequestedProcedureEvidenceSequence,
            Study("1.2.4", Series("1.2.4.1", "1.2.4.1.1"))));
        Assert.Equal(ManifestRefusal.Contradiction, Refused(file, Terms).Code);
    }

    [Fact]
    public void More_studies_than_the_bound_are_refused()
    {
        var many = Enumerable.Range(1, ManifestBounds.Default.Studies + 1).Select(i => Study("1.2.3." + i, Series($"1.2.3.{i}.1", $"1.2.3.{i}.1.1"))).ToArray();
        var file = KeyObject(dataset => dataset.AddOrUpdate(DicomTag.CurrentRequestedProcedureEvidenceSequence, many));
        Assert.Equal(ManifestRefusal.TooMany, Refused(file, Terms).Code);
    }

    [Theory]
    [InlineData("P\\1")]
    [InlineData("P\r1")]
    [InlineData("P\uffff1")]
    public void A_patient_id_is_never_mended(string number) =>
        Assert.Equal(ManifestRefusal.NoPatient, Refused(KeyObject(dataset => dataset
            .AddOrUpdate(DicomTag.SpecificCharacterSet, "ISO_IR 192")
            .AddOrUpdate(DicomTag.PatientID, number.Split('\\'))), Terms).Code);

    [Fact]
    public void A_patient_id_that_does_not_decode_is_refused()
    {
        var file = KeyObject(dataset => dataset.AddOrUpdate(DicomTag.SpecificCharacterSet, "ISO_IR 192").AddOrUpdate(DicomTag.PatientID, "ZZPHI-42"));
        file[file.AsSpan().IndexOf("ZZPHI-42"u8) + 3] = 0xFF;
        Assert.Equal(ManifestRefusal.NoPatient, Refused(file, Terms).Code);
    }

    [Fact]
    public void An_accession_number_of_a_named_issuer_is_never_the_custodians_own()
    {
        var file = KeyObject(dataset => dataset.AddOrUpdate(DicomTag.IssuerOfAccessionNumberSequence,
            new DicomDataset { { DicomTag.LocalNamespaceEntityID, "ELSEWHERE" } }));
        var terms = Terms with { AccessionAuthority = AssigningAuthority.Parse("1.2.3.5") };
        var read = Assert.IsType<KeyObjectReading.Manifests>(KeyObjectReader.Read(file, terms)).Of[0];
        Assert.Null(Assert.Single(read.Study.Accessions).Authority);
    }

    [Theory]
    [InlineData("0040A375", ManifestRefusal.NoEvidence)]
    [InlineData("0040A043", ManifestRefusal.NoTitle)]
    [InlineData("00100020", ManifestRefusal.NoPatient)]
    public void What_it_cannot_be_without_is_named(string removed, string code) =>
        Assert.Equal(code, Refused(KeyObject(dataset => dataset.Remove(DicomTag.Parse(removed))), Terms).Code);

    [Fact]
    public void Bytes_that_are_no_DICOM_are_refused() => Assert.Equal(ManifestRefusal.NotDicom, Refused("<html>"u8.ToArray(), Terms).Code);

    [Theory]
    [InlineData("MZ")]
    [InlineData("\u007fELF")]
    [InlineData("#!/bin/sh")]
    public void A_program_in_the_preamble_is_refused(string start)
    {
        var file = KeyObject(_ => { });
        System.Text.Encoding.Latin1.GetBytes(start).CopyTo(file, 0);
        Assert.Equal(ManifestRefusal.NotDicom, Refused(file, Terms).Code);
    }

    [Fact]
    public void A_name_without_end_is_refused() => Assert.Equal(ManifestRefusal.NoPatient,
        Refused(KeyObject(dataset => dataset.AddOrUpdate(DicomTag.PatientName, new string('A', 60_000))), Terms).Code);

    [Fact]
    public void An_image_is_no_manifest() =>
        Assert.Equal(ManifestRefusal.NotKeyObject, Refused(KeyObject(dataset => dataset.AddOrUpdate(DicomTag.SOPClassUID, DicomUID.CTImageStorage)), Terms).Code);

    [Fact]
    public void A_key_object_with_pixels_is_none() => Assert.Equal(ManifestRefusal.NotKeyObject, Refused(KeyObject(dataset => dataset
        .AddOrUpdate(DicomTag.Rows, 0xFFFF).AddOrUpdate(new DicomElement(DicomTag.PixelData, DicomVR.OW, new byte[2]))), Terms).Code);

    [Fact]
    public void Its_UIDs_are_told_as_the_data_set_has_them_even_of_one_that_is_refused()
    {
        var read = KeyObjectReader.Read(KeyObject(dataset => dataset.Remove(DicomTag.PatientID)), Terms);
        Assert.Equal((DicomUID.KeyObjectSelectionDocumentStorage.UID, "1.2.3.9"), (read.SopClassUid, read.SopInstanceUid));
        var other = KeyObjectReader.Read(KeyObject(dataset => dataset.AddOrUpdate(DicomTag.SOPInstanceUID, "../1")), Terms);
        Assert.Null(other.SopInstanceUid);
    }

    [Fact]
    public void What_inflates_past_the_bound_is_refused()
    {
        var file = DicomFile.Open(KeyObject(dataset => dataset.AddOrUpdate(DicomTag.TextValue, new string(' ', 200_000))));
        var deflated = new DicomFile(file.Dataset, DicomTransferSyntax.DeflatedExplicitVRLittleEndian).ToArray();
        Assert.IsType<KeyObjectReading.Manifests>(KeyObjectReader.Read(deflated, Terms));
        var bounded = Terms with { Bounds = ManifestBounds.Default with { Bytes = 100_000 } };
        Assert.True(deflated.Length < bounded.Bounds.Bytes);
        Assert.Equal(ManifestRefusal.NotDicom, Refused(deflated, bounded).Code);
    }

    [Fact]
    public void More_references_than_the_bound_are_refused_before_they_are_kept()
    {
        var many = Enumerable.Range(1, ManifestBounds.Default.References + 1).Select(i => "1.2.3.1." + i).ToArray();
        var file = KeyObject(dataset => dataset.AddOrUpdate(DicomTag.CurrentRequestedProcedureEvidenceSequence, new DicomDataset
        {
            { DicomTag.StudyInstanceUID, "1.2.3" },
            { DicomTag.ReferencedSeriesSequence, Series("1.2.3.1", many) },
        }));
        Assert.Equal(ManifestRefusal.TooMany, Refused(file, Terms).Code);
    }

    private static CustodianTerms Terms { get; } = new() { DefaultAuthority = AssigningAuthority.Parse("1.2.3.4") };

    private static Manifest Read(byte[] file) => Assert.IsType<KeyObjectReading.Manifests>(KeyObjectReader.Read(file, Terms)).Of[0];

    private static ManifestRefusal Refused(byte[] file, CustodianTerms terms) =>
        Assert.IsType<KeyObjectReading.Refused>(KeyObjectReader.Read(file, terms)).Refusal;

    private static byte[] KeyObject(Action<DicomDataset> change)
    {
        var dataset = new DicomDataset
        {
            { DicomTag.SOPClassUID, DicomUID.KeyObjectSelectionDocumentStorage },
            { DicomTag.SOPInstanceUID, "1.2.3.9" },
            { DicomTag.StudyInstanceUID, "1.2.3" },
            { DicomTag.AccessionNumber, "A0" },
            { DicomTag.PatientID, "P1" },
            { DicomTag.ConceptNameCodeSequence, Code("113030", "DCM", "Manifest") },
            {
                DicomTag.CurrentRequestedProcedureEvidenceSequence,
                new DicomDataset { { DicomTag.StudyInstanceUID, "1.2.3" }, { DicomTag.ReferencedSeriesSequence, Series("1.2.3.1", "1.2.3.1.1") } }
            },
        };
        change(dataset);
        return new DicomFile(dataset).ToArray();
    }

    private static DicomDataset Study(string uid, DicomDataset series) =>
        new() { { DicomTag.StudyInstanceUID, uid }, { DicomTag.ReferencedSeriesSequence, series } };

    private static DicomDataset Series(string uid, params string[] instances) => new DicomDataset { { DicomTag.SeriesInstanceUID, uid } }
        .AddOrUpdate(DicomTag.ReferencedSOPSequence, instances.Select(instance => new DicomDataset
        {
            { DicomTag.ReferencedSOPClassUID, DicomUID.CTImageStorage },
            { DicomTag.ReferencedSOPInstanceUID, instance },
        }));

    private static DicomDataset Request(string accession) => new() { { DicomTag.AccessionNumber, accession }, { DicomTag.StudyInstanceUID, "1.2.3" } };

    private static DicomDataset Code(string value, string scheme, string meaning) =>
        new() { { DicomTag.CodeValue, value }, { DicomTag.CodingSchemeDesignator, scheme }, { DicomTag.CodeMeaning, meaning } };

    private static DicomDataset Item(string type, DicomDataset name) =>
        new() { { DicomTag.RelationshipType, "HAS ACQ CONTEXT" }, { DicomTag.ValueType, type }, { DicomTag.ConceptNameCodeSequence, name } };

    private static byte[] Library(string description, string date, string time, string scheme) => KeyObject(dataset => dataset.AddOrUpdate(
        DicomTag.ContentSequence,
        Item("CONTAINER", Code("111028", "DCM", "Image Library")).AddOrUpdate(
            DicomTag.ContentSequence,
            Item("CONTAINER", Code("126200", "DCM", "Image Library Group")).AddOrUpdate(
                DicomTag.ContentSequence,
                Item("UIDREF", Code("112002", "DCM", "Series Instance UID")).AddOrUpdate(DicomTag.UID, "1.2.3.1"),
                Item("TEXT", Code(description, scheme, "Series Description")).AddOrUpdate(DicomTag.TextValue, "Thorax"),
                Item("DATE", Code(date, scheme, "Series Date")).AddOrUpdate(DicomTag.Date, "20260102"),
                Item("TIME", Code(time, scheme, "Series Time")).AddOrUpdate(DicomTag.Time, "101112")))));
}

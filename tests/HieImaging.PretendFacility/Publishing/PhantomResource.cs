using System.Text.Json.Nodes;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Phantoms;

namespace HieImaging.PretendFacility.Publishing;

/// <summary>The ImagingStudy of a phantom study as a hospital without key objects posts it.</summary>
public static class PhantomResource
{
    /// <param name="instances">So many of the first series, which is the only one.</param>
    public static JsonObject Of(PretendHospital hospital, PhantomStudy study, int instances) => new()
    {
        ["resourceType"] = "ImagingStudy",
        ["identifier"] = new JsonArray(
            new JsonObject { ["system"] = "urn:dicom:uid", ["value"] = "urn:oid:" + study.StudyUid },
            new JsonObject
            {
                ["type"] = new JsonObject
                {
                    ["coding"] = new JsonArray(new JsonObject { ["system"] = "http://terminology.hl7.org/CodeSystem/v2-0203", ["code"] = "ACSN" }),
                },
                ["system"] = "urn:oid:" + hospital.AccessionAuthority, ["value"] = study.Accession,
            }),
        ["status"] = "available",
        ["subject"] = new JsonObject { ["identifier"] = new JsonObject { ["system"] = hospital.Authority.Urn, ["value"] = study.PatientId } },
        ["started"] = "2024-03-05T09:30:00-06:00",
        ["description"] = study.Description,
        ["series"] = new JsonArray(new JsonObject
        {
            ["uid"] = study.SeriesUid(0), ["number"] = 1,
            ["modality"] = new JsonObject { ["system"] = "http://dicom.nema.org/resources/ontology/DCM", ["code"] = study.Series[0].Modality },
            ["instance"] = new JsonArray([.. Enumerable.Range(0, instances).Select(instance => new JsonObject
            {
                ["uid"] = study.SopUid(0, instance), ["number"] = instance + 1,
                ["sopClass"] = new JsonObject { ["system"] = "urn:ietf:rfc:3986", ["code"] = "urn:oid:" + study.Series[0].SopClass.UID },
            })]),
        }),
    };
}

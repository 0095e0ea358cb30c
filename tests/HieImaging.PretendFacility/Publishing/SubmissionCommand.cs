using System.CommandLine;
using System.Xml.Linq;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.Xds.Submitting;

namespace HieImaging.PretendFacility.Publishing;

/// <summary>
/// <c>pretend-facility submission DIR --hospital id=… [--of id]</c>: a RAD-68 request of one phantom study for a foreign SOAP client to send:
/// <c>request.xml</c> whose Document is an <c>xop:Include</c>, <c>manifest.dcm</c> for that part, and in <c>ids</c> its content id and the study's UID.
/// </summary>
public static class SubmissionCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "where the files are written" };
        var hospitals = new Option<string[]>("--hospital") { Required = true, Description = "id=DICOMweb root, in the order of the domain file" };
        var of = new Option<string>("--of") { Required = true, Description = "the hospital that publishes" };
        var command = new Command("submission", "writes a RAD-68 request and its manifest for a foreign client to send") { folder, hospitals, of };
        command.SetAction(parsed =>
        {
            var hospital = DomainCommand.Read(parsed.GetValue(hospitals)!).Single(one => one.Id == parsed.GetValue(of));
            Write(parsed.GetValue(folder)!, hospital);
        });
        return command;
    }

    private static void Write(string folder, PretendHospital hospital)
    {
        Directory.CreateDirectory(folder);
        var study = new PhantomStudy
        {
            Hospital = hospital.Id, PatientId = "SOAP-1", Accession = "SOAP-" + Guid.NewGuid().ToString("N")[..8], Description = "CT head",
            Person = new PhantomPerson("Interop", "Amelia", new DateOnly(1961, 3, 14), "F"), Series = [PhantomSeries.Ct(2)],
        };
        var submission = ImagingSubmission.Of(hospital, PhantomManifest.Of(hospital, study), hospital.Patient(study.PatientId));
        var (body, parts) = ProvideAndRegister.Write(submission.Submission, submission.Documents);
        File.WriteAllText(Path.Combine(folder, "request.xml"), body.ToString(SaveOptions.DisableFormatting));
        File.WriteAllBytes(Path.Combine(folder, "manifest.dcm"), submission.KeyObject.ToArray());
        File.WriteAllLines(Path.Combine(folder, "ids"), [parts[0].ContentId, study.StudyUid]);
    }
}

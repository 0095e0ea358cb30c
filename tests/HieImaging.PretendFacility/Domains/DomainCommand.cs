using System.CommandLine;
using HieImaging.AffinityDomain.Participants;

namespace HieImaging.PretendFacility.Domains;

/// <summary><c>pretend-facility domain FILE --hospital north=http://…/dicom-web … --keys DIR [--patient-ids local|fed]</c></summary>
public static class DomainCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "the affinity-domain file to write" };
        var hospitals = new Option<string[]>("--hospital") { Required = true, Description = "id=DICOMweb root, in the order of their numbers" };
        var keys = new Option<string>("--keys") { Required = true, Description = "folder of the clients' private keys" };
        var mode = new Option<PatientIdMode>("--patient-ids") { DefaultValueFactory = _ => PatientIdMode.Local };
        var command = new Command("domain", "writes an affinity-domain file and the private keys of its clients") { file, hospitals, keys, mode };
        command.SetAction(parsed =>
        {
            var domain = new PretendDomain { Hospitals = Read(parsed.GetValue(hospitals)!), Mode = parsed.GetValue(mode) };
            domain.Write(parsed.GetValue(file)!, new ClientKeys(parsed.GetValue(keys)!));
            Console.WriteLine($"{domain.Hospitals.Count} hospitals in {parsed.GetValue(file)}");
        });
        return command;
    }

    /// <summary>Reads <c>id=DICOMweb root</c>; numbers are given in order, from 1.</summary>
    public static IReadOnlyList<PretendHospital> Read(IReadOnlyList<string> hospitals) =>
        [.. hospitals.Select((text, index) => text.Split('=', 2) is [var id, var archive] ? new PretendHospital(id, index + 1, archive) : new PretendHospital(text, index + 1, null))];
}

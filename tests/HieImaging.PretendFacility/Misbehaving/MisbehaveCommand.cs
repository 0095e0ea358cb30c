using System.CommandLine;
using HieImaging.PretendFacility.Phantoms;

namespace HieImaging.PretendFacility.Misbehaving;

/// <summary><c>pretend-facility archive [--port N] [--fault Stalls]</c>: an archive that holds the phantom studies and goes wrong as it is told.</summary>
public static class MisbehaveCommand
{
    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "0: any free one" };
        var fault = new Option<ArchiveFault>("--fault") { Description = "what goes wrong; changed while it runs by PUT /control?fault=…" };
        var command = new Command("archive", "a DICOMweb archive that misbehaves on request") { port, fault };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var archive = await MisbehavingArchive.StartAsync(parsed.GetValue(port), cancellation);
            archive.Fault = parsed.GetValue(fault);
            foreach (var instance in PhantomSet.Studies.SelectMany(study => study.Instances()))
                archive.Hold(instance);
            Console.WriteLine($"archive on {archive.DicomWeb}");
            await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        return command;
    }
}

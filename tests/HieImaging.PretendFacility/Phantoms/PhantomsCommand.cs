using System.CommandLine;
using System.Globalization;

namespace HieImaging.PretendFacility.Phantoms;

/// <summary><c>pretend-facility phantoms DIR</c>: a sub-folder a hospital, a sub-folder a study, Part 10 files without extensions, as archives export them.</summary>
public static class PhantomsCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "where the hospitals' folders are made" };
        var command = new Command("phantoms", "makes CT, MR and CR studies of people who do not exist") { folder };
        command.SetAction(parsed => Write(parsed.GetValue(folder)!));
        return command;
    }

    private static void Write(string folder)
    {
        foreach (var study in PhantomSet.Studies)
        {
            var at = Path.Combine(folder, study.Hospital, study.Accession);
            Directory.CreateDirectory(at);
            var count = 0;
            foreach (var instance in study.Instances())
                File.WriteAllBytes(Path.Combine(at, (++count).ToString("'I'0000", CultureInfo.InvariantCulture)), instance.Part10);
            Console.WriteLine($"{study.Hospital}: {study.Description}, {count} instances, patient {study.PatientId}");
        }
    }
}

using System.CommandLine;

namespace HieImaging.PretendFacility.Archives;

/// <summary><c>pretend-facility load DIR --archive http://…/dicom-web</c>: stores every file below a folder in an archive.</summary>
public static class LoadCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("folder");
        var archive = new Option<string>("--archive") { Required = true, Description = "the archive's DICOMweb root" };
        var command = new Command("load", "stores a folder's files in an archive") { folder, archive };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var http = new HttpClient();
            var loaded = await OrthancArchive.Beside(http, parsed.GetValue(archive)!).LoadAsync(parsed.GetValue(folder)!, cancellation);
            Console.WriteLine($"{loaded.Stored} files stored" + (loaded.Refused.Count == 0 ? "" : $", {loaded.Refused.Count} not taken: {string.Join(", ", loaded.Refused.Take(5))}"));
            return loaded.Stored > 0 ? 0 : 1;
        });
        return command;
    }
}

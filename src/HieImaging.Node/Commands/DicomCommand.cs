using System.CommandLine;
using System.Globalization;
using HieImaging.Dicom;
using HieImaging.Dicom.Files;

namespace HieImaging.Node.Commands;

/// <summary><c>hie-node dicom check FILE…</c>: whether files are DICOM as the doors take it, and what in them is irregular; for a hospital
/// whose files are refused. It prints tags and counts, never a value. Exit 1 when a door refuses one of them.</summary>
internal static class DicomCommand
{
    private static readonly DicomReadOptions Bounds = new() { AllowsBareDataset = true, LargeValueCutoff = 64 << 10 };

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "DICOM files.", Arity = ArgumentArity.OneOrMore };
        var check = new Command("check", "Tells whether the doors take DICOM files, and what is irregular in them.") { files };
        check.SetAction(parsed =>
        {
            var exit = 0;
            foreach (var file in parsed.GetRequiredValue(files))
                exit = Math.Max(exit, Check(file, Console.Out));
            return exit;
        });
        return new Command("dicom", "DICOM files.") { check };
    }

    /// <summary>Prints what there is to say of one file; 1 when a door refuses it, 2 when it cannot be opened.</summary>
    internal static int Check(string file, TextWriter output)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var opened = DicomFile.Open(stream, Bounds);
            var isBare = opened.Findings.Any(finding => finding.Irregularity is DicomIrregularity.NoPreamble or DicomIrregularity.NoFileMeta);
            var sopClass = opened.Dataset.GetString(DicomTag.SOPClassUID) is { } uid ? new DicomUID(uid).Name : "no SOP class";
            output.WriteLine($"{file}: {(isBare ? "no Part 10 file: the doors refuse it" : "read")}; {sopClass}, {opened.TransferSyntax}");
            foreach (var finding in opened.Findings)
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {finding.Irregularity} {finding.Count} times{(finding.First is { } first ? ", first at " + first : "")}"));
            return isBare ? 1 : 0;
        }
        catch (DicomFormatException refusal)
        {
            output.WriteLine($"{file}: refused: {refusal.Message}");
            return 1;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            output.WriteLine($"{file}: {failure.Message}");
            return 2;
        }
    }
}

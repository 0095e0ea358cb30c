using System.Text.Json;

namespace HieImaging.Bench.Identity;

/// <summary>What is wrong with a file or an option is said in one line, and the exit code is 2.</summary>
internal static class Refusals
{
    public static int Said(Func<int> run)
    {
        try
        {
            return run();
        }
        catch (Exception refusal) when (refusal is InvalidDataException or IOException or UnauthorizedAccessException or JsonException)
        {
            Console.Error.WriteLine(refusal.Message);
            return 2;
        }
    }
}

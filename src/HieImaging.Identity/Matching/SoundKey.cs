using System.Text;

namespace HieImaging.Identity.Matching;

/// <summary>How a plainly spelled name sounds, roughly: kinds of consonants, no vowels but a leading one. Wide on purpose: it only finds
/// candidates.</summary>
internal static class SoundKey
{
    public static string Of(string spelling)
    {
        var key = new StringBuilder(spelling.Length);
        foreach (var letter in spelling)
        {
            var sound = letter switch
            {
                'A' or 'E' or 'I' or 'O' or 'U' or 'H' => 'A',
                'B' => 'P',
                'G' => 'K',
                'D' => 'T',
                'V' => 'F',
                'M' => 'N',
                'Z' => 'S',
                _ => letter,
            };
            if (key.Length == 0 || sound != 'A' && key[^1] != sound)
                key.Append(sound);
        }
        return key.ToString();
    }
}

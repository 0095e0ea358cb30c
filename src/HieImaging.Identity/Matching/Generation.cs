namespace HieImaging.Identity.Matching;

/// <summary>Senior, junior, the third: what tells father and son of one name apart. Said as a suffix or at the end of a name.</summary>
internal static class Generation
{
    /// <summary>1 for senior, 2 for junior and II, 3 for III …; 0 where nothing is said. A degree is not a generation.</summary>
    public static int Of(IReadOnlyList<string> words) => words.Select(Of).FirstOrDefault(generation => generation > 0);

    public static int Of(string word) => word switch
    {
        "SR" or "SEN" or "SENIOR" or "I" or "1ST" or "PERE" or "PADRE" => 1,
        "JR" or "JUN" or "JUNIOR" or "JNR" or "FILS" or "HIJO" or "II" or "2ND" or "FILHO" or "2" => 2,
        "III" or "3RD" or "3" => 3,
        "IV" or "4TH" or "4" => 4,
        "V" or "5TH" => 5,
        _ => 0,
    };

    /// <summary>Whether a word at the end of a name is a generation; a lone I or V may be an initial.</summary>
    public static bool Ends(string word) => word.Length > 1 && Of(word) > 0 && word is not ("PADRE" or "HIJO" or "PERE" or "FILS");
}

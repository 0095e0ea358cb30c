namespace HieImaging.Manifests.KeyObjects;

/// <summary>The modality that a SOP class implies (PS3.4 B.5, PS3.3 C.7.3.1.1.1): key objects seldom name one.</summary>
internal static class SopClassModality
{
    private const string Storage = "1.2.840.10008.5.1.4.1.1.";

    /// <summary>Of the first instance that implies one; null when none does.</summary>
    public static string? Of(IReadOnlyList<ManifestInstance> instances) =>
        instances.Select(instance => Of(instance.SopClass)).FirstOrDefault(modality => modality is not null);

    private static string? Of(string sopClass)
    {
        if (!sopClass.StartsWith(Storage, StringComparison.Ordinal))
            return null;
        return sopClass[Storage.Length..] switch
        {
            "1" => "CR",
            "1.1" or "1.1.1" => "DX",
            "1.2" or "1.2.1" or "13.1.3" or "13.1.4" or "13.1.5" => "MG",
            "1.3" or "1.3.1" => "IO",
            "2" or "2.1" or "2.2" => "CT",
            "3.1" or "6.1" or "6.2" => "US",
            "4" or "4.1" or "4.2" or "4.3" or "4.4" => "MR",
            "7" or "7.1" or "7.2" or "7.3" or "7.4" => "OT",
            "9.1.1" or "9.1.2" or "9.1.3" => "ECG",
            "9.2.1" => "HD",
            "9.3.1" => "EPS",
            "9.4.1" or "9.4.2" => "AU",
            "11.1" or "11.2" or "11.3" or "11.4" or "11.5" or "11.6" or "11.7" or "11.8" => "PR",
            "12.1" or "12.1.1" or "13.1.1" => "XA",
            "12.2" or "12.2.1" => "RF",
            "13.1.2" => "DX",
            "14.1" or "14.2" => "IVOCT",
            "20" => "NM",
            "30" or "128" or "128.1" or "130" => "PT",
            "66.1" or "66.3" => "REG",
            "66.2" => "FID",
            "66.4" or "66.5" or "66.7" => "SEG",
            "67" => "RWV",
            "77.1.1" or "77.1.1.1" => "ES",
            "77.1.2" or "77.1.2.1" => "GM",
            "77.1.3" or "77.1.6" => "SM",
            "77.1.4" or "77.1.4.1" => "XC",
            "77.1.5.1" or "77.1.5.2" or "77.1.5.5" or "77.1.5.6" => "OP",
            "77.1.5.4" or "77.1.5.8" => "OPT",
            "88.59" => "KO",
            var report when report.StartsWith("88.", StringComparison.Ordinal) => "SR",
            "104.1" or "104.2" => "DOC",
            "104.3" or "104.4" or "104.5" => "M3D",
            "481.1" => "RTIMAGE",
            "481.2" => "RTDOSE",
            "481.3" => "RTSTRUCT",
            "481.4" or "481.6" or "481.7" or "481.9" => "RTRECORD",
            "481.5" or "481.8" => "RTPLAN",
            _ => null,
        };
    }
}

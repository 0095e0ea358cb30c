namespace HieImaging.Manifests.ImagingStudies;

/// <summary>A PN as a reader would write it: prefix, given, middle, family, suffix of its first group that has any.</summary>
internal static class PersonNameText
{
    public static string? Of(string? name)
    {
        var group = name?.Split('=').FirstOrDefault(part => part.Trim('^', ' ').Length > 0);
        if (group is null)
            return null;
        var parts = group.Split('^');
        int[] spoken = [3, 1, 2, 0, 4];
        var text = string.Join(' ', spoken.Where(i => i < parts.Length).Select(i => parts[i].Trim()).Where(part => part.Length > 0));
        return text.Length == 0 ? null : text;
    }
}

using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace HieImaging.Harness.Hostile;

/// <summary>A folder of bad inputs with its <c>manifest.json</c>, or what stands for one.</summary>
public sealed class BadInputFolder
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip };

    private readonly Func<string, byte[]> _file;

    private BadInputFolder(Func<string, byte[]> file, IReadOnlyList<BadInput> inputs, IReadOnlyList<string> canaries) =>
        (_file, Inputs, Canaries) = (file, inputs, canaries);

    public IReadOnlyList<BadInput> Inputs { get; }

    /// <summary>Words of the inputs that no log may hold.</summary>
    public IReadOnlyList<string> Canaries { get; }

    /// <exception cref="FileNotFoundException">There is no manifest.json.</exception>
    public static BadInputFolder Read(string folder)
    {
        var manifest = JsonSerializer.Deserialize<Manifest>(File.ReadAllBytes(Path.Combine(folder, "manifest.json")), Web)!;
        var canaries = Path.Combine(folder, "canaries.txt");
        return new BadInputFolder(name => File.ReadAllBytes(Path.Combine(folder, name)), manifest.Inputs, File.Exists(canaries) ? [.. File.ReadAllLines(canaries).Where(line => line.Length > 0)] : []);
    }

    /// <summary>Inputs that were made, with the files that they name.</summary>
    public static BadInputFolder Made(IReadOnlyList<BadInput> inputs, IReadOnlyDictionary<string, byte[]> files, IReadOnlyList<string> canaries) =>
        new(name => files[name], inputs, canaries);

    /// <summary>The file's bytes, inflated where it is only stored packed.</summary>
    public byte[] Bytes(BadInput input) => Bytes(input.File, input.Stored.StartsWith("gzip", StringComparison.Ordinal));

    public byte[] Bytes(string file, bool inflate = false)
    {
        var stored = _file(file);
        if (!inflate)
            return stored;
        using var inflated = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(stored), CompressionMode.Decompress);
        gzip.CopyTo(inflated);
        return inflated.ToArray();
    }

    /// <summary>The entry that <c>file#key</c> means: of a JSON array or of lines, the one whose <c>n</c> or <c>id</c> is the key.</summary>
    public JsonElement Entry(BadInput input)
    {
        var (file, key) = Split(input);
        var text = Encoding.UTF8.GetString(_file(file));
        IEnumerable<JsonElement> entries = file.EndsWith(".jsonl", StringComparison.Ordinal)
            ? text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            : JsonDocument.Parse(text).RootElement is { ValueKind: JsonValueKind.Array } all ? all.EnumerateArray()
            : JsonDocument.Parse(text).RootElement.EnumerateObject().First(member => member.Value.ValueKind == JsonValueKind.Array).Value.EnumerateArray();
        return entries.First(entry => Is(entry, "n", key) || Is(entry, "id", key));
    }

    /// <summary>What stands behind the <c>#</c>; the file itself before it.</summary>
    public static (string File, string Key) Split(BadInput input) =>
        input.File.Split('#', 2) is [var file, var key] ? (file, key) : (input.File, "");

    private static bool Is(JsonElement entry, string member, string key) =>
        entry.TryGetProperty(member, out var value) && value.ToString() == key;

    private sealed record Manifest(IReadOnlyList<BadInput> Inputs);
}

using System.Text.Json.Nodes;
using HieImaging.Fhir.Json;
using HieImaging.FhirServer.Declaring;

namespace HieImaging.FhirServer.Answering;

/// <summary>What this node can do, written from the declarations (R4, 5.2): nothing is claimed that is not mapped.</summary>
internal static class CapabilityStatement
{
    internal static byte[] Write(IReadOnlyList<ResourceDeclaration> declarations, FhirDoorOptions options, DateTimeOffset date) =>
        FhirJson.Canonical(new JsonObject
        {
            ["resourceType"] = "CapabilityStatement",
            ["status"] = "active",
            ["date"] = date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null),
            ["kind"] = "instance",
            ["software"] = new JsonObject { ["name"] = options.Software },
            ["implementation"] = new JsonObject
            {
                ["description"] = "Health information exchange for imaging",
                ["url"] = options.PublicBase()
            },
            ["fhirVersion"] = "4.0.1",
            ["format"] = new JsonArray("application/fhir+json", "json", "application/fhir+xml", "xml"),
            ["rest"] = new JsonArray(new JsonObject
            {
                ["mode"] = "server",
                ["security"] = new JsonObject
                {
                    ["service"] = new JsonArray(new JsonObject
                    {
                        ["coding"] = new JsonArray(new JsonObject
                        {
                            ["system"] = "http://terminology.hl7.org/CodeSystem/restful-security-service",
                            ["code"] = "SMART-on-FHIR",
                        }),
                    }),
                },
                ["documentation"] = "Every search takes _count, _sort, _total, _summary, _elements, _include, _revinclude"
                    + (options.Bounds.IncludeRounds > 1 ? " (and :iterate), " : ", ") + "_has, Prefer: handling=strict|lenient; tokens take :not, parameters with a documented presence :missing. "
                    + "A chain, _has or _revinclude needs the scope to search the other type, and finds what two searches would.",
                ["resource"] = new JsonArray([.. declarations.Select(one => Resource(one, declarations))]),
            }),
        });

    private static JsonObject Resource(ResourceDeclaration declaration, IReadOnlyList<ResourceDeclaration> all)
    {
        var resource = new JsonObject
        {
            ["type"] = declaration.Type,
            ["interaction"] = new JsonArray([.. Interactions(declaration).Select(code => new JsonObject { ["code"] = code })]),
            ["versioning"] = declaration.History is null ? "no-version" : "versioned",
            ["readHistory"] = declaration.History is not null,
            ["conditionalRead"] = "full-support",
        };
        if (declaration.Profile is not null)
            resource["profile"] = declaration.Profile;
        if (declaration.ConditionalUpdate is not null)
            resource["conditionalUpdate"] = true;
        if (declaration.ConditionalDelete is not null)
            resource["conditionalDelete"] = "single";
        if (declaration.References.Count > 0)
            resource["searchInclude"] = new JsonArray(
                [.. declaration.References.Select(one => $"{declaration.Type}:{one.Name}").Distinct().Select(text => (JsonNode)text)]);
        List<JsonNode> back = [.. all.SelectMany(source => source.References
                .Where(one => one.Target == declaration.Type && one.Refers is not null)
                .Select(one => $"{source.Type}:{one.Name}"))
            .Select(text => (JsonNode)text)];
        if (back.Count > 0 && declaration.Searchable)
            resource["searchRevInclude"] = new JsonArray([.. back]);
        if (declaration.Searchable)
            resource["searchParam"] = new JsonArray([
                Parameter("_id", SearchParameterType.Token, null),
                Parameter("_lastUpdated", SearchParameterType.Date, null),
                .. declaration.Parameters.Select(one => Parameter(one.Name, one.Type, one.Documentation))]);
        if (declaration.OwnRead is null)
            resource["operation"] = new JsonArray([
                .. declaration.Operations.Select(one => Operation(one.Name, one.Definition)),
                Operation("validate", "http://hl7.org/fhir/OperationDefinition/Resource-validate")]);
        return resource;
    }

    private static JsonObject Operation(string name, string definition) =>
        new() { ["name"] = name.TrimStart('$'), ["definition"] = definition };

    private static IEnumerable<string> Interactions(ResourceDeclaration declaration)
    {
        yield return "read";
        if (declaration.History is not null)
        {
            yield return "vread";
            yield return "history-instance";
        }
        if (declaration.Searchable)
            yield return "search-type";
        if (declaration.Create is not null)
            yield return "create";
        if (declaration.Update is not null || declaration.ConditionalUpdate is not null)
            yield return "update";
    }

    private static JsonObject Parameter(string name, SearchParameterType type, string? documentation)
    {
        var parameter = new JsonObject { ["name"] = name, ["type"] = type.ToString().ToLowerInvariant() };
        if (documentation is not null)
            parameter["documentation"] = documentation;
        return parameter;
    }
}

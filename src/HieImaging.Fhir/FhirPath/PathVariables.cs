namespace HieImaging.Fhir.FhirPath;

/// <summary>The names with a $ and a % (FHIRPath N1, 9; R4, 2.9.2).</summary>
internal static class PathVariables
{
    /// <summary>Null where there is no such constant.</summary>
    internal static PathNode? External(string name) => name switch
    {
        "resource" => new VariableNode(PathVariable.Resource),
        "rootResource" => new VariableNode(PathVariable.RootResource),
        "context" => new VariableNode(PathVariable.Context),
        "ucum" => new ConstantNode(FhirNode.Of("http://unitsofmeasure.org")),
        "sct" => new ConstantNode(FhirNode.Of("http://snomed.info/sct")),
        "loinc" => new ConstantNode(FhirNode.Of("http://loinc.org")),
        ['v', 's', '-', .. { Length: > 0 } set] => new ConstantNode(FhirNode.Of("http://hl7.org/fhir/ValueSet/" + set)),
        ['e', 'x', 't', '-', .. { Length: > 0 } extension] =>
            new ConstantNode(FhirNode.Of("http://hl7.org/fhir/StructureDefinition/" + extension)),
        _ => null,
    };

    /// <summary>Null for any other word.</summary>
    internal static PathNode? Special(PathToken token) => token.Kind != PathTokenKind.Symbol ? null : token.Text switch
    {
        "$this" => ThisNode.Instance,
        "$index" => new VariableNode(PathVariable.Index),
        "$total" => new VariableNode(PathVariable.Total),
        _ => null,
    };
}

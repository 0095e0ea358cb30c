namespace HieImaging.Fhir.FhirPath;

/// <summary>What the value of a part of an expression depends on; a whole depends on the most that one of its parts does.</summary>
internal enum PathDependence
{
    /// <summary>On nothing: it can be found when it is compiled.</summary>
    Nothing,

    /// <summary>On the resource and the clock: it can be found once.</summary>
    Scope,

    /// <summary>On <c>$this</c> and its like.</summary>
    Frame,
}

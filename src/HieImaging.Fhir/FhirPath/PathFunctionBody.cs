namespace HieImaging.Fhir.FhirPath;

/// <summary>What a function does with a call where <c>$this</c> is the frame's.</summary>
internal delegate void PathFunctionBody(in PathCall call, in PathFrame frame, NodeList output);

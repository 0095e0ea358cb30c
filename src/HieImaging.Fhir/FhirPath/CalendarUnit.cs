namespace HieImaging.Fhir.FhirPath;

/// <summary>The units that dates are counted on in.</summary>
internal enum CalendarUnit
{
    Year,
    Month,
    Day,
    Second,
}

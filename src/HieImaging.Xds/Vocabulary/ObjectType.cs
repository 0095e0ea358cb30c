namespace HieImaging.Xds.Vocabulary;

/// <summary>Values of objectType (TF-3 4.2.5.1).</summary>
public static class ObjectType
{
    public const string StableDocument = "urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1";
    public const string OnDemandDocument = "urn:uuid:34268e47-fdf5-41a6-ba33-82133c465248";
    public const string RegistryPackage = "urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:RegistryPackage";
    public const string Association = "urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:Association";
    public const string Classification = "urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:Classification";
    public const string ExternalIdentifier = "urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:ExternalIdentifier";
}

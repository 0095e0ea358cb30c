namespace HieImaging.Xds.Vocabulary;

/// <summary>
/// The UUIDs by which ebRIM knows each attribute (TF-3 4.2.5.2: classification schemes, external identifiers, classification nodes).
/// </summary>
public static class Scheme
{
    public const string EntryAuthor = "urn:uuid:93606bcf-9494-43ec-9b4e-a7748d1a838d";
    public const string EntryClass = "urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a";
    public const string EntryConfidentiality = "urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f";
    public const string EntryEvent = "urn:uuid:2c6b8cb7-8b2a-4051-b291-b1ae6a575ef4";
    public const string EntryFormat = "urn:uuid:a09d5840-386c-46f2-b5ad-9c3699a4309d";
    public const string EntryFacilityType = "urn:uuid:f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1";
    public const string EntryPracticeSetting = "urn:uuid:cccf5598-8b07-4b77-a05e-ae952c785ead";
    public const string EntryType = "urn:uuid:f0306f51-975f-434e-a61c-c59651d33983";
    public const string EntryPatientId = "urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427";
    public const string EntryUniqueId = "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab";
    public const string EntryLimitedMetadata = "urn:uuid:ab9b591b-83ab-4d03-8f5d-f93b1fb92e85";

    public const string SetNode = "urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd";
    public const string SetAuthor = "urn:uuid:a7058bb9-b4e4-4307-ba5b-e3f0ab85e12d";
    public const string SetContentType = "urn:uuid:aa543740-bdda-424e-8c96-df4873be8500";
    public const string SetPatientId = "urn:uuid:6b5aea1a-874d-4603-a4bc-96a0a7b38446";
    public const string SetUniqueId = "urn:uuid:96fdda7c-d067-4183-912e-bf5ee74998a8";
    public const string SetSourceId = "urn:uuid:554ac39e-e3fe-47fe-b233-965d2a147832";
    public const string SetLimitedMetadata = "urn:uuid:5003a9db-8d8d-49e6-bf0c-990e34ac7707";

    public const string FolderNode = "urn:uuid:d9d542f3-6cc4-48b6-8870-ea235fbc94c2";
    public const string FolderCode = "urn:uuid:1ba97051-7806-41a8-a48b-8fce7af683c5";
    public const string FolderPatientId = "urn:uuid:f64ffdf0-4b97-4e06-b79f-a52b38ec2f8a";
    public const string FolderUniqueId = "urn:uuid:75df8f67-9973-4fbe-a900-df66cefecc5a";
    public const string FolderLimitedMetadata = "urn:uuid:2c144a76-29a9-4b7c-af54-b25409fe7d03";

    public const string AssociationDocumentation = "urn:uuid:abd807a3-4432-4053-87b4-fd82c643d1f3";
}

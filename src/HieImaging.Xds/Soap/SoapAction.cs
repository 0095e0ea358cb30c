using System.Xml.Linq;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Xds.Soap;

/// <summary>
/// A transaction on the wire: its wsa:Action, the answer's, and the element
/// that its body must be (ihe: TF-2 Appendix V, each transaction's 4.1).
/// </summary>
public sealed record SoapAction(string Request, string Response, XName Body)
{
    public const string ProvideAndRegister = "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b";
    public const string Register = "urn:ihe:iti:2007:RegisterDocumentSet-b";
    public const string StoredQuery = "urn:ihe:iti:2007:RegistryStoredQuery";
    public const string MultiPatientQuery = "urn:ihe:iti:2009:MultiPatientStoredQuery";
    public const string Retrieve = "urn:ihe:iti:2007:RetrieveDocumentSet";
    public const string CrossGatewayQuery = "urn:ihe:iti:2007:CrossGatewayQuery";
    public const string CrossGatewayRetrieve = "urn:ihe:iti:2007:CrossGatewayRetrieve";
    public const string Update = "urn:ihe:iti:2010:UpdateDocumentSet";
    public const string Delete = "urn:ihe:iti:2010:DeleteDocumentSet";
    public const string RetrieveImaging = "urn:ihe:rad:2009:RetrieveImagingDocumentSet";
    public const string CrossGatewayRetrieveImaging = "urn:ihe:rad:2011:CrossGatewayRetrieveImagingDocumentSet";

    private static readonly XName ProvideBody = Ns.Xdsb + "ProvideAndRegisterDocumentSetRequest";
    private static readonly XName SubmitBody = Ns.Lcm + "SubmitObjectsRequest";
    private static readonly XName QueryBody = Ns.Query + "AdhocQueryRequest";
    private static readonly XName RetrieveBody = Ns.Xdsb + "RetrieveDocumentSetRequest";
    private static readonly XName ImagingBody = Ns.Rad + "RetrieveImagingDocumentSetRequest";

    /// <summary>How the transaction looks on the wire.</summary>
    /// <exception cref="ArgumentException">It is none of SOAP's.</exception>
    public static SoapAction Of(Transaction transaction) => transaction.Id switch
    {
        "RAD-68" or "ITI-41" => Pair(ProvideAndRegister, ProvideBody),
        "ITI-42" => Pair(Register, SubmitBody),
        "ITI-18" => Pair(StoredQuery, QueryBody),
        "ITI-51" => Pair(MultiPatientQuery, QueryBody),
        "ITI-43" => Pair(Retrieve, RetrieveBody),
        "ITI-38" => Pair(CrossGatewayQuery, QueryBody),
        "ITI-39" => Pair(CrossGatewayRetrieve, RetrieveBody),
        "ITI-57" => Pair(Update, SubmitBody),
        "ITI-62" => Pair(Delete, Ns.Lcm + "RemoveObjectsRequest"),
        "RAD-69" => new SoapAction(RetrieveImaging, Retrieve + "Response", ImagingBody),    // the ITI action is reused: RAD TF-2 4.69.5
        "RAD-75" => Pair(CrossGatewayRetrieveImaging, ImagingBody),
        _ => throw new ArgumentException($"{transaction.Id} is not a SOAP transaction.", nameof(transaction)),
    };

    private static SoapAction Pair(string request, XName body) => new(request, request + "Response", body);
}

using System.Xml.Linq;

namespace HieImaging.Xds.Soap;

/// <summary>A SOAP 1.2 fault (Part 1, 5.4).</summary>
/// <param name="Code"><c>Sender</c>, <c>Receiver</c>, <c>MustUnderstand</c> or <c>VersionMismatch</c>, of the envelope's namespace.</param>
/// <param name="Subcode">What it is more exactly, as <c>wsa:ActionNotSupported</c>; null where nothing is.</param>
/// <param name="Reason">One sentence for a person; quotes nothing of the message.</param>
/// <param name="Status">The HTTP status: by default what Part 2 table 20 gives for the code, 400 for Sender and 500 for the others.</param>
public sealed record SoapFault(string Code, XName? Subcode, string Reason, int Status, XElement? Detail = null);

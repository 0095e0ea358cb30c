using System.Security.Cryptography;
using System.Text;

namespace HieImaging.Harness.Hostile;

/// <summary>
/// A SAML assertion about a user of A, truly signed (XML Signature, enveloped, ECDSA): written in canonical form, so that what is digested
/// is what is written.
/// </summary>
public static class SignedAssertion
{
    private const string Id = "_3f1c9d";
    private const string Saml = "urn:oasis:names:tc:SAML:2.0:assertion";
    private const string Signature = "http://www.w3.org/2000/09/xmldsig#";
    private const string Canonical = "http://www.w3.org/2001/10/xml-exc-c14n#";

    public static string OfUserOfA()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var digest = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Assertion(""))));
        var signed =
            $"<ds:SignedInfo xmlns:ds=\"{Signature}\"><ds:CanonicalizationMethod Algorithm=\"{Canonical}\"></ds:CanonicalizationMethod>" +
            "<ds:SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256\"></ds:SignatureMethod>" +
            $"<ds:Reference URI=\"#{Id}\"><ds:Transforms><ds:Transform Algorithm=\"{Signature}enveloped-signature\"></ds:Transform>" +
            $"<ds:Transform Algorithm=\"{Canonical}\"></ds:Transform></ds:Transforms>" +
            "<ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"></ds:DigestMethod>" +
            $"<ds:DigestValue>{digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>";
        var value = Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(signed), HashAlgorithmName.SHA256));
        return Assertion($"<ds:Signature xmlns:ds=\"{Signature}\">{signed.Replace($" xmlns:ds=\"{Signature}\"", "", StringComparison.Ordinal)}" +
            $"<ds:SignatureValue>{value}</ds:SignatureValue></ds:Signature>");
    }

    private static string Assertion(string signature) =>
        $"<saml:Assertion xmlns:saml=\"{Saml}\" ID=\"{Id}\" IssueInstant=\"2026-01-01T00:00:00Z\" Version=\"2.0\">" +
        $"<saml:Issuer>https://idp.org-a.example</saml:Issuer>{signature}<saml:Subject><saml:NameID>user@org-a.example</saml:NameID></saml:Subject></saml:Assertion>";
}

// npm soap: RAD-68 by MTOM, and the study is found at once.
import { readFileSync, writeFileSync } from 'node:fs';
import { NODE, STATE, require, token, get, expect, tell } from './story.mjs';

const action = 'urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b';

// As much of the profile's WSDL as a client needs to send one operation.
const wsdl = `<?xml version="1.0"?>
<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:tns="urn:ihe:iti:xds-b:2007" xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/"
    xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:ihe:iti:xds-b:2007">
  <types><xs:schema targetNamespace="urn:ihe:iti:xds-b:2007"><xs:element name="Request"/><xs:element name="Response"/></xs:schema></types>
  <message name="Request"><part name="body" element="tns:Request"/></message>
  <message name="Response"><part name="body" element="tns:Response"/></message>
  <portType name="Repository"><operation name="Provide"><input message="tns:Request"/><output message="tns:Response"/></operation></portType>
  <binding name="Binding" type="tns:Repository"><soap12:binding transport="http://schemas.xmlsoap.org/soap/http" style="document"/>
    <operation name="Provide"><soap12:operation soapAction="${action}"/><input><soap12:body use="literal"/></input><output><soap12:body use="literal"/></output></operation></binding>
  <service name="Service"><port name="Port" binding="tns:Binding"><soap12:address location="${NODE}/xds/repository"/></port></service>
</definitions>`;

await tell(async () => {
  const at = `${STATE}/submission`;
  const [contentId, uid] = readFileSync(`${at}/ids`, 'utf8').trim().split('\n');
  writeFileSync(`${at}/repository.wsdl`, wsdl);
  const client = await require('soap').createClientAsync(`${at}/repository.wsdl`, { forceSoap12Headers: true });
  client.addHttpHeader('Authorization', `Bearer ${token(process.env.PACS)}`);
  client.addSoapHeader(`<a:Action xmlns:a="http://www.w3.org/2005/08/addressing" soap:mustUnderstand="true">${action}</a:Action>`
    + '<a:MessageID xmlns:a="http://www.w3.org/2005/08/addressing">urn:uuid:0f4ee1de-41a6-4c4b-b7a5-2d4f0b0d3c11</a:MessageID>');
  const body = readFileSync(`${at}/manifest.dcm`);
  const answer = await new Promise((resolve, reject) => client.Provide({ _xml: readFileSync(`${at}/request.xml`, 'utf8') },
    (error, _result, raw) => (raw ? resolve(String(raw)) : reject(error)),
    { forceMTOM: true, attachments: [{ mimetype: 'application/dicom', contentId, name: 'manifest.dcm', body }] }));
  expect(answer.includes('ResponseStatusType:Success'), `the answer was ${answer.slice(0, 400)}`);
  const found = await (await get(`fhir/ImagingStudy?identifier=urn:dicom:uid|urn:oid:${uid}`, 'application/fhir+json', token())).json();
  expect(found.entry?.some((entry) => entry.resource.resourceType === 'ImagingStudy'), 'the study is not found');
  return `a manifest of ${body.length} bytes registered by MTOM, its study found`;
});

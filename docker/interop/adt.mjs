// node-hl7-client: ADT of two hospitals over MLLP; a study is found by the number of either, and after a merge by the number that stays.
import { NODE, load, token, get, expect, tell } from './story.mjs';

const authority = { north: '1.3.6.1.4.1.21367.13.20.2', south: '1.3.6.1.4.1.21367.13.20.3' };
const mllp = new URL(process.env.MLLP.replace('mllp:', 'http:'));
const fresh = `${Date.now()}`.slice(-9);
let said = 0;

const cx = (hospital, number) => `${number}^^^${hospital.toUpperCase()}&${authority[hospital]}&ISO^MR`;
const pid = (hospital, number) =>
  `PID|1||${cx(hospital, number)}~9${fresh}^^^&2.16.840.1.113883.4.1&ISO^SS||INTEROP^AMELIA${fresh}^^^^^L||19610314|F`;
const header = (hospital, type, version) =>
  `MSH|^~\\&|ADT|${hospital.toUpperCase()}|HIE|HIE|2026050110${String(said).padStart(2, '0')}00||${type}|I${fresh}-${++said}|P|${version}`;

await tell(async () => {
  const { default: whole, Client = whole.Client, Message = whole.Message } = await load('node-hl7-client');
  const client = new Client({ host: mllp.hostname });
  const waiting = [];
  const connection = client.createConnection({ port: Number(mllp.port) }, async (answer) => waiting.shift()?.(answer));
  const say = async (...segments) => {
    const answered = new Promise((resolve) => waiting.push(resolve));
    await connection.sendMessage(new Message({ text: segments.join('\r') }));
    const code = (await answered).getMessage().get('MSA.1').toString();
    expect(code === 'AA', `${segments[0].split('|')[8]} was answered ${code}`);
  };
  const [here, there, later] = [`N${fresh}`, `S${fresh}`, `T${fresh}`];
  await say(header('north', 'ADT^A28^ADT_A05', '2.5'), 'EVN|A28|20260501100000', pid('north', here), 'PV1|1|O');
  await say(header('south', 'ADT^A01^ADT_A01', '2.3.1'), 'EVN|A01|20260501100100', pid('south', there), 'PV1|1|I');

  const uid = `2.25.${fresh}77`;
  const study = {
    resourceType: 'ImagingStudy', status: 'available', started: '2026-05-01T10:00:00Z',
    identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${uid}` }],
    subject: { identifier: { system: `urn:oid:${authority.north}`, value: here } },
    series: [{ uid: `${uid}.1`, modality: { system: 'http://dicom.nema.org/resources/ontology/DCM', code: 'CT' },
      instance: [{ uid: `${uid}.1.1`, sopClass: { system: 'urn:ietf:rfc:3986', code: 'urn:oid:1.2.840.10008.5.1.4.1.1.2' } }] }],
  };
  const posted = await fetch(`${NODE}/fhir/ImagingStudy`, {
    method: 'POST', body: JSON.stringify(study),
    headers: { Authorization: `Bearer ${token('north-pacs')}`, 'Content-Type': 'application/fhir+json' },
  });
  expect(posted.status === 201, `the study was answered ${posted.status}`);

  const finds = async (hospital, number) => {
    const asked = encodeURIComponent(`urn:oid:${authority[hospital]}|${number}`);
    const bundle = await (await get(`fhir/ImagingStudy?patient.identifier=${asked}`, 'application/fhir+json', token(`${hospital}-ehr`))).json();
    return (bundle.entry ?? []).some((entry) => entry.resource.identifier?.some((one) => one.value === `urn:oid:${uid}`));
  };
  expect(await finds('north', here), 'the study is not found by the number of its own hospital');
  expect(await finds('south', there), 'the study is not found by the number of the other hospital');
  await say(header('south', 'ADT^A04^ADT_A01', '2.3.1'), 'EVN|A04|20260501100200', pid('south', later), 'PV1|1|O');
  await say(header('south', 'ADT^A40^ADT_A39', '2.3.1'), 'EVN|A40|20260501100300', pid('south', later), `MRG|${cx('south', there)}`);
  expect(await finds('south', later), 'the study is not found by the number that stays');
  return `${said} messages acknowledged; a study found by the numbers of two hospitals, and after a merge by the number that stays`;
});

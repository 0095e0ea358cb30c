// node-hl7-client: ADT of two hospitals over MLLP; a study is found by the number of either, and after a merge by the number that stays; a link that two
// stewards made wrongly is undone and every answer is as it was; twins wait for a steward.
import { NODE, load, token, get, expect, tell } from './story.mjs';

const authority = { north: '1.3.6.1.4.1.21367.13.20.2', south: '1.3.6.1.4.1.21367.13.20.3' };
const mllp = new URL(process.env.MLLP.replace('mllp:', 'http:'));
const fresh = `${Date.now()}`.slice(-9);
let said = 0;

const cx = (hospital, number) => `${number}^^^${hospital.toUpperCase()}&${authority[hospital]}&ISO^MR`;
const pid = (hospital, number, { given = `AMELIA${fresh}`, born = '19610314', ssn = `9${fresh}` } = {}) =>
  `PID|1||${cx(hospital, number)}~${ssn}^^^&2.16.840.1.113883.4.1&ISO^SS||INTEROP^${given}^^^^^L||${born}|F`;
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

  const publish = async (hospital, number, uid) => {
    const study = {
      resourceType: 'ImagingStudy', status: 'available', started: '2026-05-01T10:00:00Z',
      identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${uid}` }],
      subject: { identifier: { system: `urn:oid:${authority[hospital]}`, value: number } },
      series: [{ uid: `${uid}.1`, modality: { system: 'http://dicom.nema.org/resources/ontology/DCM', code: 'CT' },
        instance: [{ uid: `${uid}.1.1`, sopClass: { system: 'urn:ietf:rfc:3986', code: 'urn:oid:1.2.840.10008.5.1.4.1.1.2' } }] }],
    };
    const posted = await fetch(`${NODE}/fhir/ImagingStudy`, {
      method: 'POST', body: JSON.stringify(study),
      headers: { Authorization: `Bearer ${token(`${hospital}-pacs`)}`, 'Content-Type': 'application/fhir+json' },
    });
    expect(posted.status === 201, `the study was answered ${posted.status}`);
    const found = await (await get(`fhir/ImagingStudy?identifier=urn:oid:${uid}`, 'application/fhir+json', token(`${hospital}-ehr`))).json();
    return found.entry.find((entry) => entry.resource.resourceType === 'ImagingStudy').resource.subject.reference.split('/').at(-1);
  };
  const uid = `2.25.${fresh}77`;
  const source = await publish('north', here, uid);

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

  // a stranger of the south, whom two stewards take for her
  const other = `O${fresh}`;
  await say(header('south', 'ADT^A28^ADT_A05', '2.5'), 'EVN|A28|20260501100400',
    pid('south', other, { given: `WANDA${fresh}`, born: '19420707', ssn: `7${fresh}` }), 'PV1|1|O');
  const stranger = await publish('south', other, `2.25.${fresh}78`);
  const steward = async (client, operation, a, b, reason) => {
    const answer = await fetch(`${NODE}/fhir/Patient/${operation}`, {
      method: 'POST', headers: { Authorization: `Bearer ${token(client)}`, 'Content-Type': 'application/fhir+json' },
      body: JSON.stringify({ resourceType: 'Parameters',
        parameter: Object.entries({ a, b, reason }).map(([name, valueString]) => ({ name, valueString })) }),
    });
    expect(answer.status === 200, `${operation} was answered ${answer.status}: ${await answer.text()}`);
  };
  // the bytes of every resource; a Bundle says besides when it was made
  const answers = async () => {
    const all = [];
    for (const [hospital, number] of [['north', here], ['south', later], ['south', other]]) {
      const asked = encodeURIComponent(`urn:oid:${authority[hospital]}|${number}`);
      for (const path of [`ImagingStudy?patient.identifier=${asked}`, `Patient?identifier=${asked}`, `Patient/$ihe-pix?sourceIdentifier=${asked}`])
        all.push((await (await get(`fhir/${path}`, 'application/fhir+json', token(`${hospital}-ehr`))).text())
          .replace(/^\{"resourceType":"Bundle".*?(?="entry":|$)/s, '').replaceAll(/urn:uuid:[0-9a-f-]{36}/g, ''));
    }
    return all;
  };
  const before = await answers();
  await steward('steward-one', '$link', source, stranger, 'the same passport');
  await steward('steward-other', '$link', source, stranger, 'I called both');
  expect(await finds('south', other), 'the link of two stewards shows nothing');
  await steward('steward-one', '$unlink', source, stranger, 'another passport');
  const after = await answers();
  const changed = after.findIndex((answer, at) => answer !== before[at]);
  expect(changed < 0, `after the wrong link was undone an answer is another: ${before[changed]} became ${after[changed]}`);

  // her twin: one house, one birth date, a number one digit off
  const born = `W${fresh}`;
  await say(header('south', 'ADT^A28^ADT_A05', '2.5'), 'EVN|A28|20260501100500', pid('south', born, { given: `BEATA${fresh}`, ssn: `8${fresh}` }), 'PV1|1|O');
  const twin = await publish('south', born, `2.25.${fresh}79`);
  expect(!await finds('south', born), 'a twin is shown her sister\'s study');
  const queue = await (await get('fhir/Patient/$review-queue?state=open&kind=pair&count=100', 'application/fhir+json', token('steward-one'))).json();
  expect((queue.parameter ?? []).some((item) => [source, twin].every((id) => JSON.stringify(item).includes(id))), 'the twins are in no steward\'s queue');
  return `${said} messages acknowledged; a study found by the numbers of two hospitals, and after a merge by the number that stays; a wrong link undone, all bytes as before; twins in review`;
});

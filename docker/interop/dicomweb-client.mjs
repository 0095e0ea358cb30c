// dicomweb-client on Node: search, metadata, a frame, an instance that is the archive's byte for byte.
import { createHash } from 'node:crypto';
import { NODE, require, token, studies, expect, tell } from './story.mjs';

// The client speaks XMLHttpRequest; this is as much of it as it uses, over fetch.
globalThis.XMLHttpRequest = class {
  #headers = {}; #answer = null; readyState = 0; status = 0; responseType = ''; response = null;
  open(method, url) { Object.assign(this, { method, url }); }
  setRequestHeader(name, value) { this.#headers[name] = value; }
  getResponseHeader(name) { return this.#answer.headers.get(name); }
  getAllResponseHeaders() { return [...this.#answer.headers].map((pair) => pair.join(': ')).join('\r\n'); }
  async send(body) {
    this.onloadstart?.();
    this.#answer = await fetch(this.url, { method: this.method, headers: this.#headers, body });
    const bytes = await this.#answer.arrayBuffer();
    this.status = this.#answer.status;
    this.response = this.responseType === 'arraybuffer' ? bytes : this.responseType === 'json' ? (bytes.byteLength ? JSON.parse(Buffer.from(bytes)) : null) : Buffer.from(bytes).toString();
    this.readyState = 4;
    this.onreadystatechange?.();
    this.onloadend?.();
  }
};

const value = (dataset, tag) => dataset[tag]?.Value?.[0];
const hash = (bytes) => createHash('sha256').update(Buffer.from(bytes)).digest('hex');

await tell(async () => {
  const { api } = require('dicomweb-client');
  const client = new api.DICOMwebClient({ url: `${NODE}/dicomweb`, headers: { Authorization: `Bearer ${token()}` } });
  const study = studies.find((one) => one.kind === 'mr') ?? studies[0];
  const studyInstanceUID = study.uid;
  const [found] = await client.searchForStudies({ queryParams: { StudyInstanceUID: studyInstanceUID } });
  expect(value(found, '00201208') === study.instances, `${value(found, '00201208')} of ${study.instances} instances are told`);
  expect((await client.searchForStudies({ queryParams: { StudyInstanceUID: '1.2.3' } })).length === 0, 'what is not there is found');
  const [series] = await client.searchForSeries({ studyInstanceUID });
  const seriesInstanceUID = value(series, '0020000E');
  const instances = await client.searchForInstances({ studyInstanceUID, seriesInstanceUID });
  const metadata = await client.retrieveSeriesMetadata({ studyInstanceUID, seriesInstanceUID });
  expect(metadata.length === instances.length, `${metadata.length} metadata of ${instances.length} instances`);
  const sopInstanceUID = value(instances[0], '00080018');
  const [frame] = await client.retrieveInstanceFrames({ studyInstanceUID, seriesInstanceUID, sopInstanceUID, frameNumbers: [1] });
  const instance = await client.retrieveInstance({ studyInstanceUID, seriesInstanceUID, sopInstanceUID });
  const archived = await fetch(`${study.archive}/studies/${studyInstanceUID}/series/${seriesInstanceUID}/instances/${sopInstanceUID}`,
    { headers: { Accept: 'multipart/related; type="application/dicom"; transfer-syntax=*' } });
  const whole = Buffer.from(await archived.arrayBuffer());
  expect(whole.includes(Buffer.from(instance)), 'the instance is not the archive’s');
  return `${instances.length} instances and their metadata, a frame of ${frame.byteLength} bytes, an instance as archived (${hash(instance).slice(0, 12)}…)`;
});

// fhirclient (SMART): finds the token endpoint by the SMART configuration, logs in by private_key_jwt, asks with references resolved.
import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { NODE, STATE, require, studies, expect, tell } from './story.mjs';

const part = (object) => Buffer.from(JSON.stringify(object)).toString('base64url');

async function login(endpoint) {
  const id = process.env.CLIENT;
  const jwk = JSON.parse(readFileSync(`${STATE}/keys/${id}.jwk`, 'utf8'));
  const now = Math.floor(Date.now() / 1000);
  const text = `${part({ alg: jwk.alg ?? 'ES384', typ: 'JWT', kid: jwk.kid })}.${part({ iss: id, sub: id, aud: endpoint, jti: randomUUID(), iat: now, exp: now + 240 })}`;
  const signature = sign('sha384', Buffer.from(text), { key: createPrivateKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' }).toString('base64url');
  const answer = await fetch(endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials', scope: 'system/*.rs', client_assertion: `${text}.${signature}`,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    }),
  });
  const tokenResponse = await answer.json();
  expect(answer.ok, `the token endpoint answered ${answer.status} ${tokenResponse.error}`);
  return tokenResponse;
}

await tell(async () => {
  const serverUrl = `${NODE}/fhir`;
  const smart = require('fhirclient')({ url: '/', headers: { host: 'x' } }, {});
  const configuration = await (await fetch(`${serverUrl}/.well-known/smart-configuration`)).json();
  const tokenResponse = await login(configuration.token_endpoint);
  const client = smart.client({ serverUrl, tokenResponse });
  const found = await client.request(`ImagingStudy?identifier=urn:dicom:uid|urn:oid:${studies[0].uid}`, { resolveReferences: ['entry.0.resource.subject'] });
  const study = found.entry[0].resource;
  expect(study.numberOfInstances === studies[0].instances, `${study.numberOfInstances} of ${studies[0].instances} instances`);
  const pages = await client.request('ImagingStudy?_count=2', { pageLimit: 0, flat: true });
  const ids = new Set(pages.filter((one) => one.resourceType === 'ImagingStudy').map((one) => one.id));
  expect(ids.size >= studies.length, `${ids.size} studies on all pages`);
  return `logged in for ${tokenResponse.scope}, ${ids.size} studies on all pages, one with its patient`;
});

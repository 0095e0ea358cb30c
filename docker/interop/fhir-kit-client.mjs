// fhir-kit-client: SMART discovery, a search, its pages, a read, a refusal that it can read.
import { NODE, load, token, studies, expect, tell } from './story.mjs';

await tell(async () => {
  const { Client } = await load('fhir-kit-client');
  const client = new Client({ baseUrl: `${NODE}/fhir`, bearerToken: token() });
  const statement = await client.capabilityStatement();
  expect(statement.fhirVersion === '4.0.1', 'the capability statement is not of R4');
  let page = await client.search({ resourceType: 'ImagingStudy', searchParams: { _count: 1 } });
  const seen = new Set();
  for (let pages = 0; page && pages < 100; pages++) {
    for (const { resource, search } of page.entry ?? []) if (search.mode === 'match') seen.add(resource.id);
    page = page.link?.some((link) => link.relation === 'next') ? await client.nextPage({ bundle: page }) : null;
  }
  expect(seen.size >= studies.length, `${seen.size} studies on all pages, ${studies.length} are published`);
  const study = await client.read({ resourceType: 'ImagingStudy', id: [...seen][0] });
  expect(study.resourceType === 'ImagingStudy', 'the read gave something else');
  const refused = await client.search({ resourceType: 'ImagingStudy', searchParams: { 'no-such-parameter': 1 } }).then(() => null, (error) => error);
  expect(refused?.response?.status === 400 && refused.response.data?.resourceType === 'OperationOutcome', 'a bad search is not refused by an OperationOutcome');
  return `${seen.size} studies page by page, one read, a bad search refused`;
});

// dcmtk's dsrdump reads a manifest that our writer made: the one that the soap story submits.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { STATE, expect, tell } from './story.mjs';

await tell(async () => {
  const file = `${STATE}/submission/manifest.dcm`;
  const text = execFileSync('dsrdump', ['+Pc', file], { encoding: 'utf8' });
  expect(/Key Object Selection Document/.test(text), 'dsrdump names no key object selection');
  expect(/\(113030,DCM,"Manifest"\)/.test(text), 'dsrdump shows no title 113030');
  const references = (text.match(/IMAGE:=/g) ?? []).length;
  expect(references > 0, 'dsrdump shows no image reference');
  writeFileSync(`${STATE}/submission/manifest.txt`, text);
  return `a key object selection of ${readFileSync(file).length} bytes with ${references} image references`;
});

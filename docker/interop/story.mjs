// What every story has: the node's address, a token, the people's studies. A story that throws has failed.
import { createRequire } from 'node:module';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export const { NODE, VIEWER, STATE } = process.env;
export const require = createRequire(`${STATE}/npm/package.json`);

/** A package that is a module and cannot be required. */
export const load = (name) => {
  const { exports, module, main } = JSON.parse(readFileSync(`${STATE}/npm/node_modules/${name}/package.json`, 'utf8'));
  const entry = exports?.['.'] ?? exports ?? module ?? main;
  const file = typeof entry === 'string' ? entry : entry.import?.default ?? entry.import ?? entry.default;
  return import(`file://${STATE}/npm/node_modules/${name}/${file}`);
};

/** A fresh access token of a client with a purpose of TREAT. */
export const token = (client = process.env.CLIENT) =>
  execFileSync('dotnet', [process.env.NODE_DLL, 'token', '--node', NODE, '--client', client, '--key', `${STATE}/keys/${client}.jwk`], { encoding: 'utf8' }).trim();

/** Published studies: { kind, uid, archive, instances }. */
export const studies = JSON.parse(readFileSync(`${STATE}/studies.json`, 'utf8'));

export function expect(holds, text) {
  if (!holds) throw new Error(text);
}

/** A plain GET of the node with a token. */
export async function get(path, accept, bearer) {
  const answer = await fetch(`${NODE}/${path}`, { headers: { Accept: accept, Authorization: `Bearer ${bearer}` } });
  expect(answer.ok, `${path.split('?')[0]} was answered by ${answer.status}`);
  return answer;
}

/** Runs the story: prints its line, ends with 0 or 1. */
export async function tell(run) {
  try {
    console.log(await run());
    process.exit(0);
  } catch (failure) {
    console.log(String(failure?.stack ?? failure));
    process.exit(1);
  }
}

// OHIF in headless Chromium, from another origin: ohif.mjs list|KIND. Screenshots in STATE/shots.
import { mkdirSync, writeFileSync } from 'node:fs';
import { NODE, VIEWER, STATE, require, token, studies, expect, tell } from './story.mjs';

const { chromium } = require('playwright-core');
const kind = process.argv[2];
const patience = 180_000;

// Gray levels of the largest picture on the page once there are many: an empty viewport has a handful.
const picture = () => {
  const levels = [...document.querySelectorAll('canvas')].map((canvas) => {
    const context = canvas.width > 200 && canvas.getContext('2d');
    if (!context) return 0;
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const seen = new Set();
    for (let i = 0; i < data.length; i += 4) if (data[i] === data[i + 1]) seen.add(data[i]);
    return seen.size;
  });
  return Math.max(0, ...levels) > 40 && Math.max(...levels);
};

async function list(page, calls) {
  const name = (study) => study.patient.split('^')[0];
  const shows = (names) => page.waitForFunction((wanted) => {
    const text = document.body.innerText;
    return wanted.every(([one, there]) => text.includes(one) === there);
  }, names, { timeout: patience / 2 });
  await page.goto(`${VIEWER}/#token=${token()}`);
  await shows(studies.map((study) => [name(study), true]));
  await hide(page, 'Confirm and hide');
  // what is typed into the patient's box is asked of the node
  const [wanted, ...others] = studies;
  await page.locator('input').first().fill(name(wanted).slice(0, -1));
  await shows([[name(wanted), true], ...others.filter((study) => name(study) !== name(wanted)).map((study) => [name(study), false])]);
  const asked = calls.filter(([method, status, path]) => method === 'GET' && status === 200 && path === '/dicomweb/studies');
  expect(asked.length > 0, 'the list did not come from the node');
  await page.locator('input').first().fill('');
  await shows(studies.map((study) => [name(study), true]));
  return `${studies.length} studies listed, and one by a part of its patient's name`;
}

async function open(page, calls, study) {
  await page.goto(`${VIEWER}/viewer?StudyInstanceUIDs=${study.uid}#token=${token()}`);
  const levels = await (await page.waitForFunction(picture, null, { timeout: patience, polling: 500 })).jsonValue();
  await hide(page, 'Skip all');
  await hide(page, 'Confirm and hide');
  const frames = () => new Set(calls.filter(([method, status, path]) => method === 'GET' && status === 200 && path.includes('/frames/')).map(([, , path]) => path)).size;
  for (let waited = 0; frames() < study.frames && waited < 60; waited++) await page.waitForTimeout(1000);
  expect(frames() >= study.frames, `${frames()} of ${study.frames} frames came from the node`);
  const bad = calls.filter(([method, status]) => method !== 'OPTIONS' && status >= 400);
  expect(bad.length === 0, `the node refused ${JSON.stringify(bad.slice(0, 3))}`);
  return `${study.what}: ${frames()} frames, ${levels} gray levels in the picture`;
}

/** What covers the picture for newcomers, if it is there. */
async function hide(page, button) {
  await page.getByText(button, { exact: true }).click({ timeout: 5000 }).catch(() => {});
}

await tell(async () => {
  mkdirSync(`${STATE}/shots`, { recursive: true });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const calls = [];
  const complaints = [];
  page.on('response', (answer) => { if (answer.url().startsWith(NODE)) calls.push([answer.request().method(), answer.status(), new URL(answer.url()).pathname, new URL(answer.url()).search]); });
  page.on('requestfailed', (request) => complaints.push(`${request.failure()?.errorText} ${new URL(request.url()).pathname}`));
  page.on('console', (line) => { if (line.type() === 'error') complaints.push(line.text().slice(0, 200)); });
  try {
    return kind === 'list' ? await list(page, calls) : await open(page, calls, studies.find((study) => study.kind === kind));
  } catch (failure) {
    throw new Error(`${failure.message}\n  calls: ${JSON.stringify(calls.slice(-8))}\n  page: ${complaints.slice(-5).join(' | ')}`);
  } finally {
    await page.screenshot({ path: `${STATE}/shots/ohif-${kind}.png` });
    writeFileSync(`${STATE}/shots/ohif-${kind}.calls`, calls.map((call) => call.join(' ')).join('\n'));
    await browser.close();
  }
});

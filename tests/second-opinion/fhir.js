// Compares our verdicts (a line of JSON for each file) with npm fhir's, file by file; see fhir.sh.
const fs = require('fs');
const { Fhir } = require('fhir');

const [filesPath, oursPath, knownPath] = process.argv.slice(2);
const lines = path => fs.readFileSync(path, 'utf8').split('\n').filter(line => line.length > 0);
const isError = issue => issue.severity === 'error' || issue.severity === 'fatal';
const fhir = new Fhir();

function theirsOf(file) {
  const text = fs.readFileSync(file, 'utf8');
  try {
    const resource = file.endsWith('.xml') ? fhir.xmlToObj(text) : JSON.parse(text);
    return fhir.validate(resource).messages.filter(isError).map(one => `${one.location}: ${one.message}`);
  } catch (fault) {
    return [`not read: ${fault.message}`];
  }
}

const ours = new Map(lines(oursPath).map(JSON.parse).map(one => [one.file, one.outcome.issue.filter(isError)
  .map(issue => `${(issue.expression || [''])[0]}: ${issue.diagnostics}`)]));
// file <tab> us|them (who finds errors that the other does not) <tab> why
const known = new Map(lines(knownPath).filter(line => !line.startsWith('#')).map(line => line.split('\t')).map(([file, who, why]) => [file, { who, why }]));

let [agreed, differences, unexplained] = [0, 0, 0];
for (const file of lines(filesPath)) {
  const [mine, their] = [ours.get(file), theirsOf(file)];
  if ((mine.length > 0) === (their.length > 0)) {
    agreed++;
    continue;
  }
  differences++;
  const who = mine.length > 0 ? 'us' : 'them';
  const reason = known.get(file);
  known.delete(file);
  if (reason === undefined || reason.who !== who) {
    unexplained++;
    console.log(`UNEXPLAINED ${file}: ${who} alone: ${(mine[0] || their[0]).slice(0, 200)}`);
  } else {
    console.log(`${file}: ${who} alone: ${reason.why}`);
  }
}
for (const file of known.keys())
  console.log(`${file} stands in differences.txt, and there is none`);
console.log(`${lines(filesPath).length} files, ${agreed} agreed, ${differences} differences, ${unexplained} unexplained`);
process.exit(unexplained === 0 ? 0 : 1);

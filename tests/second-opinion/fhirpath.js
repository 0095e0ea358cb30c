// Judges what SecondOpinionTests wrote: node fhirpath.js <folder>. Reads <folder>/rules.json ([{types, key, expression}]) and
// <folder>/resources.ndjson ({id, resource, root?}); writes <folder>/answers.tsv (id, key, answers).
const fs = require('fs');
const readline = require('readline');
const fhirpath = require('fhirpath');
const r4 = require('fhirpath/fhir-context/r4');

const folder = process.argv[2];
const rules = JSON.parse(fs.readFileSync(`${folder}/rules.json`));
const compiled = new Map();

// R4's invariants put as() on many items (dom-3), which fhirpath.js refuses; ofType() is what they mean.
function evaluator(expression) {
  if (!compiled.has(expression)) {
    const meant = expression.replace(/\bas\((canonical|uri|url)\)/g, 'ofType($1)');
    compiled.set(expression, fhirpath.compile(meant, r4, { async: false, traceFn: () => {} }));
  }
  return compiled.get(expression);
}

async function main() {
  const out = fs.createWriteStream(`${folder}/answers.tsv`);
  for await (const line of readline.createInterface({ input: fs.createReadStream(`${folder}/resources.ndjson`) })) {
    const { id, resource, root } = JSON.parse(line);
    for (const { types, key, expression } of rules) {
      if (!types.includes(resource.resourceType)) continue;
      let answers;
      try {
        answers = evaluator(expression)(resource, { resource, rootResource: root ?? resource }).join('');
      } catch (fault) {
        answers = `Failed ${String(fault.message ?? fault).replace(/\s+/g, ' ')}`;
      }
      if (answers !== '') out.write(`${id}\t${key}\t${answers}\n`);
    }
  }
  out.end();
}

main();

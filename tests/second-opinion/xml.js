// Turns what SecondOpinionTests wrote: node xml.js <folder>. Reads <folder>/resources.ndjson ({id, resource, xml}); writes
// <folder>/answers.ndjson ({id, resource: from our XML, xml: from our JSON} or {id, fault}).
const fs = require('fs');
const readline = require('readline');
const { Fhir } = require('fhir');

const folder = process.argv[2];
const fhir = new Fhir();

async function main() {
  const out = fs.createWriteStream(`${folder}/answers.ndjson`);
  for await (const line of readline.createInterface({ input: fs.createReadStream(`${folder}/resources.ndjson`) })) {
    const { id, resource, xml } = JSON.parse(line);
    let answer;
    try {
      answer = { id, resource: JSON.parse(fhir.xmlToJson(xml)), xml: fhir.objToXml(resource) };
    } catch (fault) {
      answer = { id, fault: String(fault) };
    }
    out.write(JSON.stringify(answer) + '\n');
  }
  out.end();
}

main();

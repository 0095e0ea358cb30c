#!/usr/bin/env bash
# A second opinion on our FHIRPath and XML: npm fhirpath 4.11 evaluates every invariant of R4 on every element of the corpus, of mutations of
# it and of resources made up; npm fhir 4.12 reads our XML and writes its own. One answer that differs without a reason fails a test.
# Needs Node 18 or later and npm; the packages are fetched into .state (or stand in HIE_NODE_MODULES) and are no part of docker/test.sh.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
ROOT=$(cd "$HERE/../.." && pwd -P)
STATE=${HIE_STATE:-$ROOT/.state}/second-opinion
MODULES=${HIE_NODE_MODULES:-$STATE/node_modules}
if [ ! -d "$MODULES/fhirpath" ]; then
  mkdir -p "$STATE"
  cp "$HERE/package.json" "$STATE/"
  npm install --prefix "$STATE" --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps
fi
dotnet build "$ROOT/tests/HieImaging.Tests" -v q -nologo
HIE_NODE_MODULES=$MODULES dotnet test "$ROOT/tests/HieImaging.Tests" --no-build --logger 'console;verbosity=detailed' \
  --filter 'FullyQualifiedName~Fhir.FhirPath.SecondOpinionTests|FullyQualifiedName~Fhir.Xml.SecondOpinionTests'

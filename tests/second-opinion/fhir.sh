#!/usr/bin/env bash
# A second opinion on our FHIR validation: npm fhir 4.12 (R4's structure, bound codes, reference types) over every FHIR resource of the corpus.
#   fhir.sh [CORPUS]    CORPUS defaults to $HIE_CORPUS or ../shared/data beside the repository
# Each file on which the two differ must stand in differences.txt with its reason; last line: N files, N agreed, N differences, N unexplained.
# Needs Node 18 or later and npm; the package is fetched into .state and is no part of docker/test.sh.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
ROOT=$(cd "$HERE/../.." && pwd -P)
CORPUS=${1:-${HIE_CORPUS:-$ROOT/../shared/data}}
STATE=${HIE_STATE:-$ROOT/.state}/second-opinion
mkdir -p "$STATE"
cp "$HERE/package.json" "$STATE/"
[ -d "$STATE/node_modules/fhir" ] || npm install --prefix "$STATE" --silent --no-audit --no-fund
built() { ls -t "$ROOT"/src/HieImaging.Node/bin/*/net10.0/hie-node.dll 2>/dev/null | head -1; }
[ -n "$(built)" ] || dotnet build "$ROOT/src/HieImaging.Node" -c Release -v q -nologo

(cd "$CORPUS" && grep -rlE --include='*.json' --include='*.xml' '"resourceType"|xmlns="http://hl7.org/fhir"' ihe | sort) >"$STATE/files"
(cd "$CORPUS" && xargs -a "$STATE/files" dotnet "$(built)" validate) >"$STATE/ours" || [ $? -eq 123 ]
cd "$CORPUS"
NODE_PATH=$STATE/node_modules exec node "$HERE/fhir.js" "$STATE/files" "$STATE/ours" "$HERE/differences.txt"

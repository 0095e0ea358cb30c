#!/usr/bin/env bash
# Foreign clients against a node, on real archives: what they do is told in a line each.
#   interop.sh [STORY…]    ohif-list ohif-mr ohif-ct ohif-dx ohif-multiframe dicomweb-client fhir-kit-client fhirclient soap adt dsrdump; default all
# Real studies where HIE_CORPUS (default ../shared/data) has them, else phantoms. Clients come from npm, the browser from Debian; not part of test.sh.
# Screenshots: .state/interop/shots. Last line: N passed, N failed, N skipped.
set -uo pipefail
umask 022
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
STATE=${HIE_STATE:-$ROOT/.state}/interop
. "$ROOT/docker/install.sh"; . "$ROOT/docker/ports.sh"; . "$ROOT/docker/build.sh"; . "$ROOT/docker/node.sh"
export HIE_STATE=$STATE STATE NODE_DLL
CORPUS=${HIE_CORPUS:-$ROOT/../shared/data}/dicom
HERE=$ROOT/docker/interop
OHIF=3.13.2
ALL=(ohif-list ohif-mr ohif-ct ohif-dx ohif-multiframe dicomweb-client fhir-kit-client fhirclient soap adt dsrdump)

say() { printf '%s  %s\n' "$(date +%H:%M:%S)" "$*"; }
servers() { bash "$ROOT/docker/servers.sh" "$@"; }
archives() { bash "$ROOT/docker/archives.sh" "$@"; }
facility() { dotnet "$ROOT/tests/HieImaging.PretendFacility/bin/$CONFIGURATION/net10.0/pretend-facility.dll" "$@"; }
publisher() { dotnet "$ROOT/src/HieImaging.Publisher/bin/$CONFIGURATION/net10.0/hie-publisher.dll" "$@"; }
finish() { [ -z "${viewer_pid:-}" ] || kill "$viewer_pid" 2>/dev/null; node_stop; archives stop; servers "${1:-stop}"; }
give_up() { echo "interop: $*" >&2; echo "0 passed, 1 failed, 0 skipped"; exit 1; }

# clients: from npm, as the lock file names them; OHIF's built pages alone, for its own dependencies are not on the registry
clients() {
  mkdir -p "$STATE/npm" "$STATE/ohif"
  if ! cmp -s "$HERE/package-lock.json" "$STATE/npm/package-lock.json" || [ ! -d "$STATE/npm/node_modules" ]; then
    cp "$HERE/package.json" "$HERE/package-lock.json" "$STATE/npm/"
    (cd "$STATE/npm" && npm ci --ignore-scripts --legacy-peer-deps --omit=optional --no-audit --no-fund) || return 1
  fi
  [ ! -f "$STATE/ohif/package/package.json" ] || [ "$(jq -r .version "$STATE/ohif/package/package.json")" != $OHIF ] || return 0
  (cd "$STATE/ohif" && npm pack --silent "@ohif/app@$OHIF" && rm -rf package && tar -xzf "ohif-app-$OHIF.tgz" && rm "ohif-app-$OHIF.tgz")
}

# take KIND WHAT HOSPITAL FOLDER FRAMES: a study into its hospital's archive, remembered for the stories; FRAMES a viewer fetches at least
take() {
  local first
  mkdir -p "$STATE/dicom/$3"
  [ "$4" -ef "$STATE/dicom/$3/$(basename "$4")" ] || cp -r "$4" "$STATE/dicom/$3/"
  first=$(find "$4" -type f | sort | head -1)
  value() { dcmdump +P "$1" "$first" 2>/dev/null | sed -n 's/.*\[\(.*\)\].*/\1/p' | head -1; }
  taken+=("$(jq -n --arg kind "$1" --arg what "$2" --arg hospital "$3" --arg uid "$(value 0020,000d)" --arg patient "$(value 0010,0010)" \
    --argjson instances "$(find "$4" -type f | wc -l)" --argjson frames "$5" '{$kind, $what, $hospital, $uid, $patient, $instances, $frames}')")
}

stories=("$@")
[ ${#stories[@]} -gt 0 ] || stories=("${ALL[@]}")
for story in "${stories[@]}"; do [[ " ${ALL[*]} " == *" $story "* ]] || { sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 64; }; done

install_missing basics dotnet-libraries postgresql orthanc dicom-tools node browser || give_up "not everything could be installed"
CHROMIUM=$(command -v chromium)
export CHROMIUM
mkdir -p "$STATE"
finish remove >/dev/null 2>&1
rm -rf "$STATE"/{dicom,keys,shots,submission,archives,ports,*.publisher,*.log,*.json}
trap finish EXIT
trap 'exit 130' INT TERM
say "fetching the clients"
clients >"$STATE/npm.log" 2>&1 || { tail -5 "$STATE/npm.log" >&2; give_up "the clients could not be fetched"; }
say "building"
build "$ROOT" "$STATE/build.log" src/HieImaging.Node src/HieImaging.Publisher tests/HieImaging.PretendFacility || give_up "the build failed"

taken=()
if [ -d "$CORPUS" ]; then
  take mr "MR in JPEG 2000" north "$CORPUS/north/st03-Beta_B" 20
  take multiframe "XA of 12 frames in JPEG lossless" north "$CORPUS/north/st06-Xra_Bert_a" 12
  take ct "CT and PET" east "$CORPUS/east/st03-Multi_Pat_a" 10
  take dx "DX" south "$CORPUS/south/st10-ChestXR_TwoViews" 1
else
  facility phantoms "$STATE/dicom" >/dev/null
  take ct "CT phantom" north "$STATE/dicom/north/N24-0117" 28
  take mr "MR phantom" south "$STATE/dicom/south/S-88102" 12
fi

say "starting PostgreSQL, the archives and the node"
servers start postgres >/dev/null || give_up "PostgreSQL did not start"
eval "$(servers env)"
export ConnectionStrings__Bus=memory:
hospitals=()
for name in east north south; do
  url=$(archives start "$name") && mkdir -p "$STATE/dicom/$name" || give_up "an archive did not start"
  facility load "$STATE/dicom/$name" --archive "$url" >>"$STATE/load.log" || give_up "an archive could not be loaded"
  hospitals+=(--hospital "$name=$url")
done
printf '%s\n' "${taken[@]}" | jq -s --argjson urls "$(printf '%s\n' "${hospitals[@]}" | grep = | jq -R 'split("=") | {(.[0]): .[1]}' | jq -s add)" \
  'map(. + {archive: $urls[.hospital]})' >"$STATE/studies.json"
facility domain "$STATE/domain.json" "${hospitals[@]}" --keys "$STATE/keys" --patient-ids local >/dev/null || give_up "no domain"
VIEWER=http://127.0.0.1:$(port_of viewer)
export VIEWER CrossOrigin__Origins__0=$VIEWER
node_start "$STATE/domain.json" || give_up "the node did not start"
export NODE MLLP CLIENT=south-ehr PACS=north-pacs
node "$HERE/viewer.mjs" "$STATE/ohif/package/dist" "${VIEWER##*:}" "$NODE" >"$STATE/viewer.log" 2>&1 &
viewer_pid=$!
number=0
for name in east north south; do
  number=$((number + 1))
  publisher publish --archive "$(archives url "$name")" --to "$NODE" --client "$name-pacs" --key "$STATE/keys/$name-pacs.jwk" --participant "$name" \
    --authority "1.3.6.1.4.1.21367.13.20.$number" --location "1.3.6.1.4.1.21367.13.80.$number.10" --ae-title "${name^^}" \
    --source-id "1.3.6.1.4.1.21367.13.60.$number" --state "$STATE/$name.publisher" --keep-going >>"$STATE/publish.log" 2>&1 || give_up "$name did not publish"
done
facility submission "$STATE/submission" "${hospitals[@]}" --of north || give_up "no submission"

say "the stories"
passed=0 failed=0 skipped=0
for story in "${stories[@]}"; do
  kind=${story#ohif-}
  if [[ $story == ohif-* && $kind != list ]] && ! jq -e --arg kind "$kind" 'any(.kind == $kind)' "$STATE/studies.json" >/dev/null; then
    printf '  skipped  %-16s  no such study without HIE_CORPUS\n' "$story"; skipped=$((skipped + 1)); continue
  fi
  if [[ $story == ohif-* ]]; then run=("$HERE/ohif.mjs" "$kind"); else run=("$HERE/$story.mjs"); fi
  if told=$(timeout 300 node "${run[@]}" 2>>"$STATE/stories.log"); then printf '  passed   %-16s  %s\n' "$story" "$told"; passed=$((passed + 1))
  else printf '  FAILED   %-16s  %s\n' "$story" "$told"; failed=$((failed + 1)); fi
done
say "done; screenshots in $STATE/shots"
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed -eq 0 ]

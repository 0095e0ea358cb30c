#!/usr/bin/env bash
# From nothing to the main job, on real servers: hospitals publish, another hospital finds a patient by its own number and retrieves the pixels.
#   demo.sh [--once] [--dicom DIR] [--hospitals a,b,c] [--bus memory]
#     --once           stops everything at the end; exits non-zero when any step failed
#     --dicom DIR      a sub-folder a hospital, any files as scanners write them; default: phantom studies that it makes
#     --hospitals a,b  only these sub-folders
#     --bus memory     without RabbitMQ
#   demo.sh --stop     stops what an earlier run left running
# Everything lies in .state/demo; what an earlier demo left there is stopped and thrown away.
set -euo pipefail
umask 022
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
STATE=${HIE_STATE:-$ROOT/.state}/demo
. "$ROOT/docker/install.sh"; . "$ROOT/docker/ports.sh"; . "$ROOT/docker/build.sh"; . "$ROOT/docker/node.sh"
export HIE_STATE=$STATE

once= dicom= hospitals= bus=rabbitmq stop=
while [ $# -gt 0 ]; do
  case $1 in
    --once) once=1 ;;
    --stop) stop=1 ;;
    --dicom) dicom=$(cd "${2:?--dicom needs a folder}" && pwd); shift ;;
    --hospitals) hospitals=${2:?--hospitals needs names}; shift ;;
    --bus) [ "${2:-}" = memory ] || { echo "--bus takes memory only" >&2; exit 64; }; bus=memory; shift ;;
    *) sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 64 ;;
  esac
  shift
done

say() { printf '%s  %s\n' "$(date +%H:%M:%S)" "$*"; }
servers() { bash "$ROOT/docker/servers.sh" "$@"; }
archives() { bash "$ROOT/docker/archives.sh" "$@"; }
facility() { dotnet "$ROOT/tests/HieImaging.PretendFacility/bin/$CONFIGURATION/net10.0/pretend-facility.dll" "$@"; }
stop_all() { node_stop; archives stop; servers "${1:-stop}"; }   # stop_all [remove]
fail() { echo "demo: $*" >&2; exit 1; }

# An ordinary folder name becomes a participant id: lower-case letters, digits and hyphens.
participant() { printf '%s' "${1,,}" | tr -c 'a-z0-9' '-' | sed 's/--*/-/g; s/^-//; s/-$//'; }

if [ -n "$stop" ]; then [ ! -d "$STATE" ] || stop_all; echo "stopped"; exit 0; fi
[ ! -d "$STATE" ] || stop_all remove
rm -rf "$STATE"
mkdir -p "$STATE"

say "installing what is missing"
install_missing basics dotnet-libraries postgresql orthanc dicom-tools
[ $bus = memory ] || install_missing rabbitmq
say "building"
build "$ROOT" "$STATE/build.log" src/HieImaging.Node src/HieImaging.Publisher tests/HieImaging.PretendFacility

[ -z "$once" ] || trap stop_all EXIT
trap 'exit 130' INT TERM

if [ $bus = memory ]; then
  say "starting PostgreSQL"
  servers start postgres
  eval "$(servers env)"
  export ConnectionStrings__Bus=memory:
else
  say "starting PostgreSQL and RabbitMQ"
  servers start >/dev/null
  eval "$(servers env)"
fi

phantoms=
if [ -z "$dicom" ]; then
  dicom=$STATE/dicom phantoms=--phantoms
  facility phantoms "$dicom" >/dev/null
fi
if [ -n "$hospitals" ]; then IFS=, read -ra folders <<<"$hospitals"
else mapfile -t folders < <(find -L "$dicom" -mindepth 1 -maxdepth 1 -type d ! -name '.*' -printf '%f\n' | sort); fi
[ "${#folders[@]}" -ge 2 ] || fail "$dicom needs a sub-folder for each of at least two hospitals"

say "starting an archive for each of ${folders[*]}, and loading it"
told=()
for folder in "${folders[@]}"; do
  [ -d "$dicom/$folder" ] || fail "there is no folder $dicom/$folder"
  name=$(participant "$folder")
  url=$(archives start "$name")
  printf '     %s: %s\n' "$name" "$(facility load "$dicom/$folder" --archive "$url")"
  told+=(--hospital "$name=$url")
done

say "starting the node"
facility domain "$STATE/domain.json" "${told[@]}" --keys "$STATE/keys" --patient-ids local >/dev/null
node_start "$STATE/domain.json"

say "the story"
rc=0
facility story --node "$NODE" "${told[@]}" --keys "$STATE/keys" --state "$STATE" --publisher "$ROOT/src/HieImaging.Publisher/bin/$CONFIGURATION/net10.0/hie-publisher.dll" \
  --node-program "$NODE_DLL" $phantoms || rc=$?
[ $rc = 0 ] || echo "The node's log: $STATE/node.log"

if [ -z "$once" ]; then
  cat <<TOLD

Everything keeps running:
  node          $NODE/fhir/metadata, $MANAGEMENT/health/ready, $MANAGEMENT/metrics; log $STATE/node.log
  archives      $(printf '%s ' "${told[@]}" | sed 's/--hospital //g')
  domain, keys  $STATE/domain.json, $STATE/keys
  a token       dotnet $NODE_DLL token --node $NODE --client $(participant "${folders[-1]}")-ehr --key $STATE/keys/$(participant "${folders[-1]}")-ehr.jwk
Stop it with    bash docker/demo.sh --stop
TOLD
fi
exit $rc

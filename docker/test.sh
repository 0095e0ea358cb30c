#!/usr/bin/env bash
# Everything that must hold: installs what is missing, starts private servers on free ports, builds once, runs every test, stops them.
#   test.sh [FILTER]    FILTER as of dotnet test --filter      last line: N passed, N failed, N skipped
# Logs and results stay in .state/test.
set -uo pipefail
umask 022
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
STATE=${HIE_STATE:-$ROOT/.state}/test
export HIE_STATE=$STATE
. "$ROOT/docker/install.sh"; . "$ROOT/docker/build.sh"

say() { printf '%s  %s\n' "$(date +%H:%M:%S)" "$*"; }

servers() { bash "$ROOT/docker/servers.sh" "$@"; }

# finish HOW: stop, or remove with all that they hold
finish() { servers "${1:-stop}"; bash "$ROOT/docker/archives.sh" stop; } >/dev/null 2>&1

give_up() { echo "$*" >&2; echo "0 passed, 1 failed, 0 skipped"; exit 1; }

# count RESULTS.trx NAME: one counter of a results file
count() { sed -n "s/.*<Counters .*\b$2=\"\([0-9]*\)\".*/\1/p" "$1" | head -1; }

install_missing basics dotnet-libraries postgresql rabbitmq orthanc dicom-tools || give_up "not everything could be installed"
[ ! -d "$STATE" ] || finish remove
rm -rf "$STATE"
mkdir -p "$STATE"
trap finish EXIT
trap 'kill $(jobs -p) 2>/dev/null; exit 130' INT TERM

say "building"
build "$ROOT" "$STATE/build.log" HieImaging.sln || give_up "the build failed"
say "starting PostgreSQL and RabbitMQ"
servers start || give_up "the servers did not start"
eval "$(servers env)"

# test_project PROJECT NAME FILTER: runs one project's tests; leaves its log, its results and its exit code in the state.
test_project() {
  local niceness=0
  case $2 in *.SystemTests) ;; *) niceness=10 ;; esac          # what only computes gives way to what waits for servers
  nice -n $niceness dotnet test "$1" -c $CONFIGURATION --no-build ${3:+--filter "$3"} --results-directory "$STATE" \
    --logger "trx;LogFileName=$2.trx" --logger "console;verbosity=normal" \
    --blame-hang --blame-hang-timeout 6min --blame-hang-dump-type none >"$STATE/$2.log" 2>&1 </dev/null
  echo $? >"$STATE/$2.rc"
  say "$2 is done"
}

names=()
for project in "$ROOT"/tests/*/*.csproj; do
  grep -q '<IsTestProject>true' "$project" || continue
  name=$(basename "$project" .csproj)
  names+=("$name")
  say "$name"
  test_project "$project" "$name" "${1:-}" &
done
wait

passed=0 failed=0 skipped=0
for name in "${names[@]}"; do
  rc=$(cat "$STATE/$name.rc") results=$STATE/$name.trx
  if [ -f "$results" ] && [ -n "$(count "$results" total)" ]; then
    bad=$(($(count "$results" failed) + $(count "$results" error) + $(count "$results" timeout) + $(count "$results" aborted)))
    passed=$((passed + $(count "$results" passed)))
    skipped=$((skipped + $(count "$results" total) - $(count "$results" executed)))
    # A run that ended badly though no test failed, or that ran none, is a failure too: a test host that died, a fixture that threw.
    if [ "$rc" -ne 0 ] && [ $bad -eq 0 ]; then bad=1; fi
  else
    bad=1
    [ -z "${1:-}" ] || ! grep -q 'No test matches' "$STATE/$name.log" || bad=0
  fi
  failed=$((failed + bad))
  [ $bad -eq 0 ] || grep -vE '^ *(Passed|Starting|Discover)' "$STATE/$name.log" | tail -60
done

say "done; logs and results in $STATE"
finish
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed -eq 0 ]

# Sourced: the .NET SDK's environment, and the one build that scripts use.

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1   # a bare Debian has no ICU, and nothing here needs it
export MSBUILDDISABLENODEREUSE=1                 # leave no build process behind
export HOME=${HOME:-/tmp}
CONFIGURATION=Release

# build ROOT LOG TARGET…: builds each target once; on failure the errors are shown
build() {
  local root=$1 log=$2 target; shift 2
  command -v dotnet >/dev/null || { echo "There is no dotnet here: the .NET 10 SDK is the one thing to install first." >&2; return 1; }
  : > "$log"
  for target in "$@"; do
    if ! (cd "$root" && dotnet build "$target" -c $CONFIGURATION -v q -clp:NoSummary >>"$log" 2>&1 </dev/null); then
      grep -E ': (error|warning) ' "$log" | sort -u | head -40 >&2 || tail -20 "$log" >&2
      echo "$target does not build; all of it: $log" >&2
      return 1
    fi
  done
}

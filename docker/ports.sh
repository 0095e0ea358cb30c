# Sourced: ports that are free now, remembered in $STATE/ports under a name, so that a restart finds the same ones.

# listening PORT: whether anything on this machine listens there (read from the kernel; no tool needed)
listening() {
  local hex; hex=$(printf ':%04X' "$1")
  cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | while read -r _ local _ state _; do
    [ "$state" = 0A ] && [ "${local: -5}" = "$hex" ] && exit 7
  done
  [ "${PIPESTATUS[1]}" = 7 ]
}

# remembered NAME: the port under that name, or nothing
remembered() { [ -f "$STATE/ports" ] && sed -n "s/^$1=//p" "$STATE/ports"; }

# port_of NAME [WISH]: the port for a server about to start: the wish (an environment variable's value), the remembered one
# when it is still free, else a free one below the ephemeral range
port_of() {
  local port=${2:-}
  if [ -n "$port" ]; then
    if listening "$port"; then echo "port $port ($1) is in use" >&2; return 1; fi
  else
    port=$(remembered "$1") || true
    while [ -z "$port" ] || listening "$port" || { [ "$port" != "$(remembered "$1")" ] && grep -qs "=$port\$" "$STATE/ports"; }; do
      port=$((15000 + (RANDOM * 32768 + RANDOM) % 17000))
    done
  fi
  { grep -vs "^$1=" "$STATE/ports" || true; echo "$1=$port"; } > "$STATE/ports.new"
  mv -f "$STATE/ports.new" "$STATE/ports"
  echo "$port"
}

# until_true SECONDS COMMAND…: waits for the command, bounded
until_true() {
  local end=$((SECONDS + $1)); shift
  until "$@"; do [ "$SECONDS" -lt "$end" ] || return 1; sleep 0.1; done
}

# alive PID: it runs and is no zombie
alive() { [ -n "$1" ] && kill -0 "$1" 2>/dev/null && [ "$(sed 's/.*) //; s/ .*//' "/proc/$1/stat" 2>/dev/null)" != Z ]; }

# runs_with PID TEXT: it runs, and TEXT is one of its arguments; so a pid file that outlived a reboot harms nobody
runs_with() { alive "$1" && tr '\0' '\n' < "/proc/$1/cmdline" 2>/dev/null | grep -qxF -- "$2"; }

# gone PID: the opposite of alive
gone() { ! alive "$1"; }

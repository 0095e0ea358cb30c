# Sourced by servers.sh: a private PostgreSQL under $STATE, on loopback, as user postgres when we are root (it refuses root).

pg_bin() { local bins; bins=(/usr/lib/postgresql/*/bin); echo "${bins[-1]}"; }

pg_as() { if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi; }

# Where the cluster lies: under $STATE; where user postgres cannot reach that (a checkout under /root), under /var/lib, remembered.
pg_data() {
  if [ -f "$STATE/postgres.at" ]; then cat "$STATE/postgres.at"; return; fi
  local at=$STATE/postgres
  if [ "$(id -u)" = 0 ] && ! pg_as test -x "$STATE"; then
    at=/var/lib/hieimaging/$(printf '%s' "$STATE" | cksum | cut -d' ' -f1)
    install -d -m 755 /var/lib/hieimaging
  fi
  echo "$at" | tee "$STATE/postgres.at"
}

pg_pid() {
  local data pid; data=$(pg_data)
  pid=$(head -1 "$data/postmaster.pid" 2>/dev/null) || return 1
  runs_with "$pid" "$data" && echo "$pid"
}

pg_create() {
  local data; data=$(pg_data)
  [ -f "$data/PG_VERSION" ] && return
  rm -rf "$data"
  install -d -m 700 "$data"
  [ "$(id -u)" != 0 ] || chown postgres: "$data"
  # Trust on loopback is for this private developer's server only; a deployment uses scram-sha-256.
  pg_as "$(pg_bin)/initdb" -D "$data" -U hie --auth=trust -E UTF8 --locale=C.UTF-8 >"$STATE/initdb.log" 2>&1 ||
    { cat "$STATE/initdb.log" >&2; return 1; }
}

pg_try_start() {
  pg_as "$(pg_bin)/pg_ctl" -D "$1" -w -t 60 -l "$1/server.log" \
    -o "-p $2 -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300 -c fsync=on" start >/dev/null 2>&1
}

pg_start() {
  local data port
  if pg_pid >/dev/null; then return; fi
  pg_create
  data=$(pg_data)
  port=$(port_of postgres "${HIE_PG_PORT:-}")
  # After a kill -9, the next start is refused until the last orphaned backend has gone.
  until_true 60 pg_try_start "$data" "$port" 9>&- || { tail -20 "$data/server.log" >&2; return 1; }
  pg_sql postgres "select 1 from pg_database where datname = 'hie'" | grep -q 1 || pg_sql postgres 'create database hie' >/dev/null
}

pg_sql() { pg_as "$(pg_bin)/psql" -h 127.0.0.1 -p "$(remembered postgres)" -U hie -d "$1" -XAtqc "$2"; }

pg_stop() {
  local pid; pid=$(pg_pid) || return 0
  pg_as "$(pg_bin)/pg_ctl" -D "$(pg_data)" -m fast -w -t 60 stop >/dev/null
  until_true 10 gone "$pid"
}

# As a crash would: the postmaster and all of its backends at once.
pg_kill() {
  local pid children; pid=$(pg_pid) || { echo "postgres does not run" >&2; return 1; }
  children=$(cat "/proc/$pid/task/$pid/children")
  # shellcheck disable=SC2086 # a list of pids
  kill -9 "$pid" $children 2>/dev/null || true
  until_true 10 gone "$pid"
}

pg_env() {
  echo "export ConnectionStrings__Postgres='Host=127.0.0.1;Port=$(remembered postgres);Username=hie;Database=hie'"
}
